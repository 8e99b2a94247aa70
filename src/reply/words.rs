//! Our own words: what each stage means for a customer, and the template that a status has as long as a store has written
//! none of its own. Plain and warm; they promise nothing that is not known.

use super::Language::{self, En, Fr};
use super::stage::Stage;

/// What a stage means for the customer.
pub fn meaning(stage: Stage, language: Language) -> &'static str {
    let (english, french) = both(stage);
    match language {
        En => english,
        Fr => french,
    }
}

fn both(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::DesignApproved => (
            "Your design is settled, and we are getting everything ready to make it.",
            "Votre design est validé, et nous préparons tout pour le réaliser.",
        ),
        Stage::Sampling => (
            "We are making a sample first, to be sure that all of it turns out as agreed.",
            "Nous réalisons d’abord un échantillon, pour que tout soit conforme à ce qui a été convenu.",
        ),
        Stage::InProduction => {
            ("We are making your order right now.", "Votre commande est en cours de fabrication.")
        }
        Stage::InQc => (
            "Your order is made, and we are checking it carefully before it leaves us.",
            "Votre commande est fabriquée, et nous la vérifions avec soin avant son départ.",
        ),
        Stage::Packing => (
            "Everything is ready, and we are packing it for you.",
            "Tout est prêt, et nous l’emballons pour vous.",
        ),
        Stage::Dispatched => (
            "Your order has left us and is with the carrier.",
            "Votre commande est partie de chez nous et confiée au transporteur.",
        ),
        Stage::InTransit => ("Your order is on its way to you.", "Votre commande est en route vers vous."),
        Stage::OutForDelivery => (
            "The carrier has your order on the vehicle and is about to bring it to you.",
            "Le livreur a votre commande avec lui et s’apprête à vous l’apporter.",
        ),
        Stage::Delivered => (
            "The carrier has told us that your order was delivered.",
            "Le transporteur nous a indiqué que votre commande a été livrée.",
        ),
        Stage::Departed => (
            "Your order has set out on its way across the border.",
            "Votre commande a pris la route vers votre pays.",
        ),
        Stage::Arrived => (
            "Your order has reached the next hub on its way to you.",
            "Votre commande est arrivée à la prochaine plateforme sur son chemin vers vous.",
        ),
        Stage::InCustoms => (
            "Customs is looking at the parcel. We cannot speed that up, but we are following it.",
            "La douane examine le colis. Nous ne pouvons pas accélérer cette étape, mais nous la suivons.",
        ),
        Stage::CustomsCleared => (
            "Customs has let the parcel through, and it goes on to you.",
            "La douane a libéré le colis, et il poursuit sa route vers vous.",
        ),
        Stage::Submitted => (
            "Your request has reached us, and we will look at it.",
            "Votre demande nous est bien parvenue, et nous allons l’étudier.",
        ),
        Stage::UnderReview => (
            "We are looking at your request and will tell you how it goes on.",
            "Nous étudions votre demande et vous dirons comment elle se poursuit.",
        ),
        Stage::AwaitingReturn => (
            "We are waiting for your parcel to come back to us.",
            "Nous attendons que votre colis nous revienne.",
        ),
        Stage::Received => ("Your parcel has come back to us.", "Votre colis nous est bien revenu."),
        Stage::Inspecting => {
            ("We are looking at what you sent back.", "Nous examinons ce que vous nous avez renvoyé.")
        }
        Stage::ReplacedOrRefunded => (
            "Your replacement or refund is on its way.",
            "Votre remplacement ou votre remboursement est en route.",
        ),
        Stage::Completed => {
            ("Everything that was to be done is done.", "Tout ce qui devait être fait est fait.")
        }
    }
}

/// The template of a status of this stage; `None`: of a status that we do not recognise.
pub fn template(stage: Option<Stage>, language: Language) -> &'static str {
    let is_last = stage.is_some_and(Stage::is_last);
    let is_of_return = stage.is_some_and(Stage::is_of_return);
    match (language, is_last, is_of_return) {
        (En, true, _) => {
            "Hello {first_name},

Thank you for asking about order {order_name}. It has the status “{status}”. {meaning}

If anything is not as it should be, just reply to this message.

You can look the order up here: {link}

Kind regards
{store}"
        }
        (En, _, true) => {
            "Hello {first_name},

Thank you for asking about your return for order {order_name}. It has the status “{status}”. {meaning}

Expected end of this step: {expected_date}. The next step: {next_step}.

You can follow it here: {link}

Kind regards
{store}"
        }
        (En, ..) => {
            "Hello {first_name},

Thank you for asking about order {order_name}. It has the status “{status}”. {meaning}

Expected end of this step: {expected_date}. The next step: {next_step}.

You can follow your order here: {link}

Kind regards
{store}"
        }
        (Fr, true, _) => {
            "Bonjour {first_name},

Merci pour votre message au sujet de la commande {order_name}. Son statut est « {status} ». {meaning}

Si quelque chose ne va pas, répondez simplement à ce message.

Vous pouvez consulter la commande ici : {link}

Bien à vous,
{store}"
        }
        (Fr, _, true) => {
            "Bonjour {first_name},

Merci pour votre message au sujet du retour de la commande {order_name}. Son statut est « {status} ». {meaning}

Fin prévue de cette étape : {expected_date}. La prochaine étape : {next_step}.

Vous pouvez suivre votre retour ici : {link}

Bien à vous,
{store}"
        }
        (Fr, ..) => {
            "Bonjour {first_name},

Merci pour votre message au sujet de la commande {order_name}. Son statut est « {status} ». {meaning}

Fin prévue de cette étape : {expected_date}. La prochaine étape : {next_step}.

Vous pouvez suivre votre commande ici : {link}

Bien à vous,
{store}"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::template::{Piece, Placeholder, parse};
    use super::*;

    #[test]
    fn every_template_of_ours_reads_and_says_the_status() {
        let stages = Stage::ALL.into_iter().map(Some).chain([None]);
        for (stage, language) in stages.flat_map(|stage| Language::ALL.map(|language| (stage, language))) {
            let pieces = parse(template(stage, language), &Placeholder::ALL).unwrap();
            for needed in
                [Placeholder::OrderName, Placeholder::Status, Placeholder::Meaning, Placeholder::Link]
            {
                assert!(pieces.contains(&Piece::Value(needed)), "{stage:?} in {language:?} lacks {needed:?}");
            }
            let is_last = stage.is_some_and(Stage::is_last);
            assert_eq!(pieces.contains(&Piece::Value(Placeholder::NextStep)), !is_last);
        }
    }

    #[test]
    fn every_stage_means_something_in_both_languages() {
        for stage in Stage::ALL {
            let (english, french) = (meaning(stage, En), meaning(stage, Fr));
            assert_ne!(english, french);
            for text in [english, french] {
                assert!(text.ends_with('.') && !text.contains(['{', '}', '\n']), "{text}");
            }
        }
    }
}
