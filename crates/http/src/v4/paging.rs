//! Pages counted from 0 (contract section 3): `page` and `pageSize`.

use slated_app::error::FieldErrors;

const LAST: u32 = 100_000;

/// The usual `pageSize`.
pub(super) fn usual_size() -> u32 {
    20
}

/// Refuses pages that are not served.
pub(super) fn check(page: u32, page_size: u32, errors: &mut FieldErrors) {
    if !(1..=100).contains(&page_size) {
        errors.add("pageSize", "out-of-range", "Must be 1 to 100");
    }
    if page > LAST {
        errors.add("page", "out-of-range", "Must be 0 to 100000");
    }
}
