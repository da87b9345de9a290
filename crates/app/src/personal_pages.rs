//! Personal pages: how a user's page looks and what it lists (contract section 10).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use slated_store::{
    db::Conn,
    host,
    ids::{MeetingTypeId, UserId},
    meeting_type::{self, MeetingType},
    user::{self, PersonalPage, User},
};

use crate::{App, Ctx, Error, Result, access::Scope};

/// A user's page with what can be booked there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Whose; their `personal_page` says how it looks.
    pub user: User,
    /// Their meeting types in the page's order, those it does not order last and the oldest first.
    pub meeting_types: Vec<MeetingType>,
}

/// What is to change. Outer `None` stays; inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The page's title.
    pub header_title: Option<Option<String>>,
    /// The line below the title.
    pub header_subtitle: Option<Option<String>>,
    /// `#rrggbb`.
    pub primary_color: Option<Option<String>>,
    /// `#rrggbb`.
    pub secondary_color: Option<Option<String>>,
    /// Colours apply. Unsaid, setting a colour turns this on.
    pub use_custom_colors: Option<bool>,
    /// URL.
    pub header_image: Option<Option<String>>,
    /// Text below the title.
    pub description: Option<Option<String>>,
    /// List every enabled meeting type.
    pub show_all_meeting_types: Option<Option<bool>>,
    /// The order of the listed meeting types, which must be the user's own.
    pub meeting_type_order: Option<Vec<MeetingTypeId>>,
    /// Links by name: null removes one, others stay. Inner `None` removes all.
    pub online_profiles: Option<Option<Map<String, Value>>>,
}

impl App {
    /// A user's page; without a user, the caller's own.
    pub async fn personal_page(&self, ctx: &Ctx, of: Option<UserId>) -> Result<Page> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (actor, id) = (ctx.actor.clone(), of.unwrap_or(ctx.actor.user));
        self.db()
            .read(move |c| {
                let user = user::by_id(c, actor.company, id)?.ok_or(Error::NotFound("User"))?;
                actor.may_touch(id)?;
                complete(c, user)
            })
            .await
    }

    /// Changes the page of the user acted as.
    pub async fn change_personal_page(&self, ctx: &Ctx, change: Change) -> Result<Page> {
        ctx.actor.needs(Scope::Scheduling)?;
        let (company, id, now) = (ctx.actor.company, ctx.actor.user, self.now());
        self.change(ctx, move |tx, log| {
            host::touch(tx, company, id)?;
            let mut user = user::by_id(tx, company, id)?.ok_or(Error::NotFound("User"))?;
            if let Some(order) = &change.meeting_type_order {
                let own = meeting_type::ids_of_user(tx, company, id)?;
                if !order.iter().all(|wanted| own.contains(wanted)) {
                    return Err(Error::NotFound("Meeting type"));
                }
            }
            log.before(&user.personal_page);
            apply(change.clone(), &mut user.personal_page);
            user.updated_at = now;
            user::update(tx, &user)?;
            complete(tx, user)
        })
        .await
    }
}

fn apply(change: Change, page: &mut PersonalPage) {
    let colours = [&change.primary_color, &change.secondary_color];
    if let Some(on) = change.use_custom_colors {
        page.use_custom_colors = on;
    } else if colours.iter().any(|colour| matches!(colour, Some(Some(_)))) {
        page.use_custom_colors = true;
    }
    set(change.header_title, &mut page.header_title);
    set(change.header_subtitle, &mut page.header_subtitle);
    set(change.primary_color, &mut page.primary_color);
    set(change.secondary_color, &mut page.secondary_color);
    set(change.header_image, &mut page.header_image);
    set(change.description, &mut page.description);
    set(change.show_all_meeting_types, &mut page.show_all_meeting_types);
    set(change.meeting_type_order, &mut page.meeting_type_order);
    match change.online_profiles {
        None => {}
        Some(None) => page.online_profiles.clear(),
        Some(Some(links)) => {
            for (name, link) in links {
                if link.is_null() {
                    page.online_profiles.remove(&name);
                } else {
                    page.online_profiles.insert(name, link);
                }
            }
        }
    }
}

fn set<T>(said: Option<T>, field: &mut T) {
    if let Some(value) = said {
        *field = value;
    }
}

fn complete(c: &mut Conn, user: User) -> Result<Page> {
    let mut meeting_types = meeting_type::of_user(c, user.company_id, user.id)?;
    // A team's are on the team's pages.
    meeting_types.retain(|m| m.queue_id.is_none());
    let order = &user.personal_page.meeting_type_order;
    // Stable: those that are not ordered keep their age.
    meeting_types.sort_by_key(|m| order.iter().position(|id| *id == m.id).unwrap_or(usize::MAX));
    Ok(Page { user, meeting_types })
}
