//! The self-serve link: a store's own page on which customers follow an order. No form of it is documented, so it is a
//! setting with placeholders. Only `https`, and no value of an order can reach the host name.

use super::template::{FaultKind, Piece, Placeholder, TemplateFault, parse};
use crate::ucos::requests::percent_encoded;

/// What a link may use; each is URL-encoded.
const ALLOWED: [Placeholder; 2] = [Placeholder::OrderName, Placeholder::OrderId];

const SCHEME: &str = "https://";

/// A link with placeholders, checked.
pub struct Link(Vec<Piece>);

impl Link {
    /// Reads a link. `Err`: all that is wrong with it.
    pub fn read(text: &str) -> Result<Link, Vec<TemplateFault>> {
        let pieces = parse(text, &ALLOWED)?;
        let Some(rest) = text.strip_prefix(SCHEME) else {
            return Err(vec![TemplateFault::of(FaultKind::NotHttps, text, 0, text.len())]);
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !is_host(host) {
            return Err(vec![TemplateFault::of(FaultKind::NoHost, text, 0, SCHEME.len() + host.len())]);
        }
        let is_wrong = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`|".contains(c);
        match text.char_indices().find(|(_, c)| is_wrong(*c)) {
            Some((at, wrong)) => {
                Err(vec![TemplateFault::of(FaultKind::NoLinkCharacter, text, at, at + wrong.len_utf8())])
            }
            None => Ok(Link(pieces)),
        }
    }

    /// The address for an order.
    pub fn address(&self, order_name: &str, order_id: &str) -> String {
        let part = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(Placeholder::OrderId) => percent_encoded(order_id),
            Piece::Value(_) => percent_encoded(order_name),
        };
        self.0.iter().map(part).collect()
    }
}

/// A whole name of letters, digits, hyphens and at least one dot, with or without a port: no user, no placeholder.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let is_label = |label: &str| {
        let is_plain = label
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || (!c.is_ascii() && !c.is_whitespace()));
        !label.is_empty() && is_plain && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_port = port.parse::<u16>().is_ok_and(|port| port > 0);
    name.contains('.') && name.split('.').all(is_label) && is_port
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> FaultKind {
        Link::read(text).err().unwrap()[0].kind
    }

    #[test]
    fn values_are_encoded() {
        let link = Link::read("https://shop.example/track?n={order_name}&id={order_id}#x").unwrap();
        assert_eq!(
            link.address("#1001 &?é", "5"),
            "https://shop.example/track?n=%231001%20%26%3F%C3%A9&id=5#x"
        );
        let evil = link.address("\"><script>{order_id}", "5");
        assert_eq!(evil, "https://shop.example/track?n=%22%3E%3Cscript%3E%7Border_id%7D&id=5#x");
    }

    #[test]
    fn only_https_with_a_host_of_its_own() {
        for (text, kind) in [
            ("", FaultKind::NotHttps),
            ("http://shop.example/", FaultKind::NotHttps),
            ("javascript:alert(1)", FaultKind::NotHttps),
            (" https://shop.example/", FaultKind::NotHttps),
            ("HTTPS://shop.example/", FaultKind::NotHttps),
            ("https://", FaultKind::NoHost),
            ("https:///x", FaultKind::NoHost),
            ("https://localhost/", FaultKind::NoHost),
            ("https://{order_name}.example/", FaultKind::NoHost),
            ("https://shop.example{order_name}/", FaultKind::NoHost),
            ("https://user@shop.example/", FaultKind::NoHost),
            ("https://shop.example:x/", FaultKind::NoHost),
            ("https://shop..example/", FaultKind::NoHost),
            ("https://shop.example\\@evil.example/", FaultKind::NoHost),
            ("https://shop.example/a b", FaultKind::NoLinkCharacter),
            ("https://shop.example/\"onclick=x", FaultKind::NoLinkCharacter),
            ("https://shop.example/{email}", FaultKind::Unknown),
            ("https://shop.example/{order_id", FaultKind::Unclosed),
        ] {
            assert_eq!(fault(text), kind, "{text}");
        }
        for good in
            ["https://shop.example", "https://shop.example:8443/é?x={order_id}", "https://büro.example/"]
        {
            assert!(Link::read(good).is_ok(), "{good}");
        }
    }
}
