//! Where the service is asked: an address on its own host, the only one that the manifest opens to us. An organisation
//! may lead requests over another path of that host; a command never can. Knows no key and no network.

use super::client::BASE_URL;
use thiserror::Error;

/// The service's own host. The manifest's host permission, its `connect-src` and the rule against repetition name it
/// too: an address elsewhere would be refused by the browser, or would let requests be repeated.
pub const HOST: &str = "api.ultimate-custom-order-status.apps.msmtech.ca";

/// The longest path of an address, in bytes.
const LONGEST_PATH: usize = 200;

/// The address before `/v1/…`, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiBase(String);

/// Why a text is no address that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoBase {
    /// Not `https://`: the key would be readable on its way.
    #[error("it does not begin with https://")]
    NotHttps,
    /// Another host or port, or a name and password before the host.
    #[error("its host is not the service's")]
    OtherHost,
    /// A query, a fragment, an empty step or one up, characters that need an escape, or too long.
    #[error("its path is not a plain one")]
    OddPath,
}

impl Default for ApiBase {
    fn default() -> Self {
        ApiBase(BASE_URL.to_owned())
    }
}

impl ApiBase {
    /// Reads an address. Slashes at its end are dropped.
    pub fn read(text: &str) -> Result<ApiBase, NoBase> {
        let rest = text.trim().strip_prefix("https://").ok_or(NoBase::NotHttps)?;
        let (host, path) = rest.find(['/', '?', '#', '\\']).map_or((rest, ""), |at| rest.split_at(at));
        if !host.eq_ignore_ascii_case(HOST) {
            return Err(NoBase::OtherHost);
        }
        let path = path.trim_end_matches('/');
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        let is_step = |step: &str| !matches!(step, "" | "." | "..") && step.bytes().all(is_plain);
        let steps = path.strip_prefix('/').map(|steps| steps.split('/'));
        if path.len() > LONGEST_PATH || !(path.is_empty() || steps.is_some_and(|mut all| all.all(is_step))) {
            return Err(NoBase::OddPath);
        }
        Ok(ApiBase(format!("https://{HOST}{path}")))
    }

    /// Whether it is where the service is asked anyway.
    pub fn is_usual(&self) -> bool {
        self.0 == BASE_URL
    }

    /// The address's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, NoBase> {
        ApiBase::read(text).map(|base| base.as_str().to_owned())
    }

    #[test]
    fn another_path_of_the_same_host_can_be_asked() {
        assert_eq!(read(BASE_URL), Ok(BASE_URL.to_owned()));
        assert_eq!(ApiBase::default().as_str(), BASE_URL);
        for (text, path) in [
            ("", ""),
            ("/", ""),
            ("/api/", "/api"),
            ("/eu/ucos.v2/api//", "/eu/ucos.v2/api"),
            ("/a~b_c-d", "/a~b_c-d"),
        ] {
            assert_eq!(read(&format!(" https://{HOST}{text}\n")), Ok(format!("https://{HOST}{path}")));
        }
        assert_eq!(read(&format!("https://{}/x", HOST.to_uppercase())), Ok(format!("https://{HOST}/x")));
    }

    #[test]
    fn nothing_else_can() {
        for text in
            ["", "https:/", HOST, &format!("http://{HOST}/api"), &format!("HTTPS://{HOST}"), "data:,x"]
        {
            assert_eq!(read(text), Err(NoBase::NotHttps), "{text}");
        }
        for host in [
            "",
            "evil.example",
            &format!("{HOST}.evil.example"),
            &format!("{HOST}:443"),
            &format!("{HOST}:8443"),
            &format!("{HOST}@evil.example"),
            &format!("name:word@{HOST}"),
            &format!("evil.example\\@{HOST}"),
            &format!("evil.example?{HOST}"),
            &format!("{HOST}."),
            &format!("{HOST}\u{200b}"),
        ] {
            assert_eq!(read(&format!("https://{host}/api")), Err(NoBase::OtherHost), "{host}");
        }
        let long = format!("/{}", "a".repeat(LONGEST_PATH));
        for path in [
            "?x",
            "#x",
            "/api?x=1",
            "/api#x",
            "/a//b",
            "/a/../b",
            "/./a",
            "/a b",
            "/%2e%2e/b",
            "/a\\b",
            "\\a",
            "/é",
            &long,
        ] {
            assert_eq!(read(&format!("https://{HOST}{path}")), Err(NoBase::OddPath), "{path}");
        }
    }

    #[test]
    fn the_manifest_opens_this_host_and_no_other() {
        let manifest: serde_json::Value = serde_json::from_str(include_str!("../../manifest.json")).unwrap();
        let hosts = manifest["host_permissions"].as_array().unwrap();
        let expected = ["https://admin.shopify.com/*".to_owned(), format!("https://{HOST}/*")];
        assert_eq!(hosts.iter().map(|host| host.as_str().unwrap()).collect::<Vec<_>>(), expected);
        let csp = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
        assert!(csp.contains(&format!(" connect-src 'self' https://{HOST};")), "{csp}");
        let rules: serde_json::Value =
            serde_json::from_str(include_str!("../../extension/rules/no-repetition.json")).unwrap();
        assert_eq!(rules[0]["condition"]["requestDomains"], serde_json::json!([HOST]));
    }

    proptest! {
        #[test]
        fn whatever_is_read_lies_on_the_host_and_reads_the_same_again(text in "(https://)?(api\\.ultimate-custom-order-status\\.apps\\.msmtech\\.ca)?\\PC{0,24}") {
            if let Ok(base) = ApiBase::read(&text) {
                let prefix = format!("https://{HOST}");
                let path = base.as_str().strip_prefix(&prefix).unwrap();
                prop_assert!(path.is_empty() || path.starts_with('/') && !path.ends_with('/'));
                prop_assert!(!path.contains(['?', '#', '@', '\\', ':', '%']) && !path.contains(".."));
                prop_assert_eq!(ApiBase::read(base.as_str()), Ok(base.clone()));
            }
        }
    }
}
