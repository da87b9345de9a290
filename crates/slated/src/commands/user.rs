//! `slated user`: creating and listing users, and letting them set their password.

use slated_app::{
    App,
    people::{NewMeetingType, NewUser},
};
use slated_http::v4::text::{Email, Zone};

use super::who;
use crate::cli::{Person, User};

/// How many users are read at once.
const PAGE: u32 = 100;

/// Runs a subcommand.
pub(crate) async fn run(app: &App, command: User) -> anyhow::Result<()> {
    match command {
        User::Create(args) => {
            let company = who::company(app, args.company.company.as_deref()).await?;
            let (operator, new) = (who::operator(&company, "user create"), new_user(args.person)?);
            let created = if args.admin {
                app.create_administrator(&operator, new).await
            } else {
                app.create_user(&operator, new).await
            };
            let person = created.map_err(who::told)?;
            println!("user      {} ({})", person.user.email, person.user.id);
            println!("booking   {}", app.booking_url(&person.user.slug, &person.meeting_type.slug));
        }
        User::List(args) => {
            let company = who::company(app, args.company.as_deref()).await?;
            let mut offset = 0;
            loop {
                let page = app
                    .list_users(&who::operator(&company, "user list"), None, PAGE, offset)
                    .await
                    .map_err(who::told)?;
                for listed in &page.users {
                    let user = &listed.user;
                    let role = if user.id == company.owner_id {
                        "owner"
                    } else if user.is_admin {
                        "admin"
                    } else {
                        "member"
                    };
                    println!("{}  {}  {}  {role}  {}", user.id, user.slug, user.email, user.full_name());
                }
                offset += PAGE;
                if i64::from(offset) >= page.total {
                    break;
                }
            }
        }
        User::PasswordLink(args) => {
            let company = who::company(app, args.company.company.as_deref()).await?;
            let user = who::user(app, &company, &args.user).await?;
            let operator = who::operator(&company, "user password-link");
            app.send_password_link(&operator, user.id).await.map_err(who::told)?;
            println!("a link is on its way to {}", user.email);
        }
    }
    Ok(())
}

/// What the command line says of a person, parsed as the API parses it.
pub(super) fn new_user(person: Person) -> anyhow::Result<NewUser> {
    let email = Email::parse(&person.email).map_err(|refusal| anyhow::anyhow!("--email: {}", refusal.1))?;
    let zone =
        Zone::parse(&person.timezone).map_err(|refusal| anyhow::anyhow!("--timezone: {}", refusal.1))?;
    Ok(NewUser {
        email: email.lower(),
        given_name: person.given_name,
        family_name: person.family_name,
        timezone: zone.to_string(),
        language: "en".to_owned(),
        availability_name: None,
        availability_timezone: None,
        hours: None,
        meeting_type: NewMeetingType::default(),
    })
}
