-- How a company's pages look, where a host does not say: JSON, as it is always read and written whole.
ALTER TABLE company ADD COLUMN branding TEXT NOT NULL DEFAULT '{}';
