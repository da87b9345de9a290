# What pages say.
