//! The UCOS API: what goes over the wire, in which shape, how often, and what can go wrong.
//!
//! Source: the vendor's published documentation, versions 1.0 to 1.4. Where it is silent, the assumption is named
//! beside the code. Knows nothing of views, pages or storage.

pub mod answers;
pub mod base;
pub mod budget;
pub mod client;
pub mod clock;
pub mod error;
pub mod refusal;
pub mod requests;
pub mod said;
