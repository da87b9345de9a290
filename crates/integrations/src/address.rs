//! Which addresses a request to a user-given URL may reach.
//!
//! The rule is that of the IANA special-purpose address registries (RFC 6890 and its updates): what is not
//! globally reachable is refused, and so is multicast. An IPv6 address that carries an IPv4 address inside
//! is judged by both. Networks the operator names are reachable all the same.
//!
//! Pure: no look-ups and no sockets here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Why an address may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is globally reachable.
    Public,
    /// It lies in a network the operator allowed.
    Allowed,
}

/// Text in a list of networks that is neither a network nor an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a network such as 10.0.0.0/8, or an address such as ::1")]
pub struct InvalidNetwork(pub String);

/// Reads a list of networks as the operator writes it in `SLATED_OUTBOUND_ALLOW`.
///
/// Entries are separated by commas or white space; an address alone means just that address. IPv4 networks
/// written in the mapped form (`::ffff:10.0.0.0/104`) are taken as the IPv4 networks they stand for.
pub fn parse_networks(text: &str) -> Result<Vec<IpNet>, InvalidNetwork> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let net = entry
                .parse::<IpNet>()
                .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| InvalidNetwork(entry.to_owned()))?;
            Ok(unmapped(net).trunc())
        })
        .collect()
}

/// Decides whether `ip` may be reached, given the operator's `allow` list.
///
/// The error is the name of the special range the address lies in, for a message to the user.
pub fn judge(ip: IpAddr, allow: &[IpNet]) -> Result<Reach, &'static str> {
    let ip = ip.to_canonical();
    if let IpAddr::V6(v6) = ip
        && let Some(inner) = embedded_v4(v6)
    {
        // A translator or tunnel would carry the packet on to the address inside: both must be permitted.
        judge(IpAddr::V4(inner), allow)?;
    }
    if allow.iter().any(|net| net.contains(&ip)) {
        return Ok(Reach::Allowed);
    }
    let special = match ip {
        IpAddr::V4(v4) => SPECIAL_V4.iter().find(|(net, _)| net.contains(&v4)).map(|(_, name)| *name),
        IpAddr::V6(v6) => special_v6(v6),
    };
    special.map_or(Ok(Reach::Public), Err)
}

fn special_v6(ip: Ipv6Addr) -> Option<&'static str> {
    if NAT64.contains(&ip) {
        return None; // the way an IPv6-only network reaches IPv4; judged by the address inside
    }
    let named = SPECIAL_V6.iter().find(|(net, _)| net.contains(&ip)).map(|(_, name)| *name);
    named.or_else(|| (!GLOBAL_UNICAST.contains(&ip)).then_some("reserved"))
}

/// The IPv4 address a translator (NAT64), a tunnel (6to4) or the deprecated compatible form carries inside.
/// The mapped form needs no line: it has become IPv4 before.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = ip.octets();
    if NAT64.contains(&ip) || (COMPATIBLE.contains(&ip) && u128::from(ip) > 1) {
        return Some(Ipv4Addr::new(a, b, c, d));
    }
    let [_, _, a, b, c, d, ..] = ip.octets();
    SIX_TO_FOUR.contains(&ip).then(|| Ipv4Addr::new(a, b, c, d))
}

fn unmapped(net: IpNet) -> IpNet {
    if let IpNet::V6(v6) = net
        && let Some(v4) = v6.addr().to_ipv4_mapped()
        && let Some(bits) = v6.prefix_len().checked_sub(96)
    {
        return IpNet::V4(Ipv4Net::new_assert(v4, bits));
    }
    net
}

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), bits)
}

const fn v6(head: [u16; 3], bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(head[0], head[1], head[2], 0, 0, 0, 0, 0), bits)
}

/// RFC 6052, the well-known prefix. (The local one, `64:ff9b:1::/48`, is in the table.)
const NAT64: Ipv6Net = v6([0x64, 0xff9b, 0], 96);
/// RFC 3056, deprecated by RFC 7526.
const SIX_TO_FOUR: Ipv6Net = v6([0x2002, 0, 0], 16);
/// RFC 4291, 2.5.5.1, deprecated.
const COMPATIBLE: Ipv6Net = v6([0, 0, 0], 96);
/// RFC 4291, 2.4: all unicast that IANA has begun to hand out. The rest is reserved.
const GLOBAL_UNICAST: Ipv6Net = v6([0x2000, 0, 0], 3);

const SPECIAL_V4: &[(Ipv4Net, &str)] = &[
    (v4(0, 0, 0, 0, 8), "this network"), // RFC 791; Linux takes 0.0.0.0 for itself
    (v4(10, 0, 0, 0, 8), "private"),     // RFC 1918
    (v4(100, 64, 0, 0, 10), "shared address space"), // RFC 6598, carrier-grade NAT
    (v4(127, 0, 0, 0, 8), "loopback"),   // RFC 1122
    // A public address that inside its provider's network is the host's own agent, with metadata and keys.
    (v4(168, 63, 129, 16, 32), "cloud platform service"),
    (v4(169, 254, 0, 0, 16), "link-local"), // RFC 3927; cloud metadata lives here
    (v4(172, 16, 0, 0, 12), "private"),     // RFC 1918
    (v4(192, 0, 0, 0, 24), "protocol assignments"), // RFC 6890
    (v4(192, 0, 2, 0, 24), "documentation"), // RFC 5737
    (v4(192, 88, 99, 0, 24), "6to4 relay"), // RFC 7526
    (v4(192, 168, 0, 0, 16), "private"),    // RFC 1918
    (v4(198, 18, 0, 0, 15), "benchmarking"), // RFC 2544
    (v4(198, 51, 100, 0, 24), "documentation"), // RFC 5737
    (v4(203, 0, 113, 0, 24), "documentation"), // RFC 5737
    (v4(224, 0, 0, 0, 4), "multicast"),     // RFC 5771
    (v4(255, 255, 255, 255, 32), "broadcast"), // RFC 8190
    (v4(240, 0, 0, 0, 4), "reserved"),      // RFC 1112
];

const SPECIAL_V6: &[(Ipv6Net, &str)] = &[
    (Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 128), "unspecified"), // RFC 4291
    (Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128), "loopback"),      // RFC 4291
    (COMPATIBLE, "IPv4-compatible"),
    (v6([0x64, 0xff9b, 1], 48), "local translation"), // RFC 8215
    (v6([0x100, 0, 0], 64), "discard-only"),          // RFC 6666
    (v6([0x2001, 0, 0], 32), "Teredo"),               // RFC 4380
    (v6([0x2001, 0, 0], 23), "protocol assignments"), // RFC 2928: benchmarking, ORCHID and others too
    (v6([0x2001, 0xdb8, 0], 32), "documentation"),    // RFC 3849
    (SIX_TO_FOUR, "6to4"),
    (v6([0x3fff, 0, 0], 20), "documentation"),   // RFC 9637
    (v6([0x5f00, 0, 0], 16), "segment routing"), // RFC 9602
    (v6([0xfc00, 0, 0], 7), "unique local"),     // RFC 4193
    (v6([0xfe80, 0, 0], 10), "link-local"),      // RFC 4291
    (v6([0xfec0, 0, 0], 10), "site-local"),      // RFC 3879, deprecated
    (v6([0xff00, 0, 0], 8), "multicast"),        // RFC 4291
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(ip: &str, allow: &str) -> Result<Reach, &'static str> {
        judge(ip.parse().unwrap(), &parse_networks(allow).unwrap())
    }

    #[test]
    fn every_special_range_is_refused_from_its_first_to_its_last_address() {
        for (net, _) in SPECIAL_V4 {
            assert!(judge(net.network().into(), &[]).is_err(), "{net}");
            assert!(judge(net.broadcast().into(), &[]).is_err(), "{net}");
        }
        for (net, _) in SPECIAL_V6 {
            assert!(judge(net.network().into(), &[]).is_err(), "{net}");
            assert!(judge(net.broadcast().into(), &[]).is_err(), "{net}");
        }
    }

    #[test]
    fn neighbours_of_special_ranges_are_public() {
        for ip in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.0.3.0",
            "192.88.98.255",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2000::",
            "2001:200::",
            "2001:db7:ffff::",
            "2001:db9::",
            "2001:4860:4860::8888",
            "2003::",
            "3ffe:ffff::1",
            "3fff:1000::",
        ] {
            assert_eq!(check(ip, ""), Ok(Reach::Public), "{ip}");
        }
    }

    #[test]
    fn an_address_inside_an_address_is_judged_too() {
        assert_eq!(check("::ffff:127.0.0.1", ""), Err("loopback"));
        assert_eq!(check("::ffff:8.8.8.8", ""), Ok(Reach::Public));
        assert_eq!(check("64:ff9b::8.8.8.8", ""), Ok(Reach::Public));
        assert_eq!(check("64:ff9b::10.0.0.1", ""), Err("private"));
        assert_eq!(check("2002:7f00:1::", ""), Err("loopback"));
        assert_eq!(check("2002:808:808::", ""), Err("6to4"));
        assert_eq!(check("::127.0.0.1", ""), Err("loopback"));
        assert_eq!(check("::8.8.8.8", ""), Err("IPv4-compatible"));
    }

    #[test]
    fn the_operator_may_allow_networks() {
        assert_eq!(check("127.0.0.1", "127.0.0.0/8"), Ok(Reach::Allowed));
        assert_eq!(check("::ffff:127.0.0.1", "127.0.0.0/8"), Ok(Reach::Allowed));
        assert_eq!(check("::1", "127.0.0.0/8"), Err("loopback"));
        assert_eq!(check("::1", "::1"), Ok(Reach::Allowed));
        assert_eq!(check("10.1.2.3", "127.0.0.0/8, 10.1.0.0/16"), Ok(Reach::Allowed));
        assert_eq!(check("10.2.2.3", "127.0.0.0/8, 10.1.0.0/16"), Err("private"));
        assert_eq!(check("8.8.8.8", "0.0.0.0/0"), Ok(Reach::Allowed));
        // All of IPv6 allowed is still not a way into the IPv4 loopback.
        assert_eq!(check("64:ff9b::127.0.0.1", "::/0"), Err("loopback"));
        assert_eq!(check("2002:7f00:1::", "::/0"), Err("loopback"));
    }

    #[test]
    fn lists_of_networks_are_read_as_operators_write_them() {
        let nets = parse_networks(" 10.0.0.7/8,::1\n192.168.0.1 ::ffff:172.16.0.0/108 ").unwrap();
        let text: Vec<_> = nets.iter().map(ToString::to_string).collect();
        assert_eq!(text, ["10.0.0.0/8", "::1/128", "192.168.0.1/32", "172.16.0.0/12"]);
        assert_eq!(parse_networks("10.0.0.0/33"), Err(InvalidNetwork("10.0.0.0/33".into())));
        assert_eq!(parse_networks(""), Ok(vec![]));
    }
}
