//! The password of a booking page, sealed inside the document that it is part of.

use std::borrow::Cow;

use super::Spec;
use crate::{
    db::{Conn, Result},
    sealing::{self, Place},
};

/// Where it stands in the document.
pub(crate) const PASSWORD: &str = "/options/bookingPagePassword/password";

/// What is to be stored: the same, with the password sealed if there is one.
pub(crate) fn sealed_password<'s>(tx: &mut Conn, place: &Place<'_>, spec: &'s Spec) -> Result<Cow<'s, Spec>> {
    let text = spec.options.booking_page_password.as_ref().and_then(|page| page.password.as_ref());
    let Some(text) = text else { return Ok(Cow::Borrowed(spec)) };
    let sealed = sealing::key(tx)?.seal(place, text);
    let mut spec = spec.clone();
    if let Some(page) = &mut spec.options.booking_page_password {
        page.password = Some(sealed);
    }
    Ok(Cow::Owned(spec))
}

/// Opens the password of what was stored, if there is one.
pub(crate) fn open_password(c: &Conn, place: &Place<'_>, spec: &mut Spec) -> Result<()> {
    let page = spec.options.booking_page_password.as_mut();
    if let Some(text) = page.and_then(|page| page.password.as_mut()) {
        *text = c.keys().open(place, text)?;
    }
    Ok(())
}
