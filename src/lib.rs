//! The core of UCOS Inline.
