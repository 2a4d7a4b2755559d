"""One's own account: the way in and out, language, password, API token."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.errors import AnswersInvalid, TooMany
from app.domain.text import say
from app.queries import users
from app.services import language as languages
from app.services import new_passwords, tokens
from app.services import sign_in as passwords
from app.web import current, kept, language, oidc, sign_in
from app.web.access import public, signed_in
from app.web.next_page import safe_next
from app.web.parameters import one_line

blueprint = Blueprint("account", __name__)


@blueprint.get("/login")
@public
def login() -> str | Response:
    """The sign-in page. Whoever is signed in goes on."""
    if current.actor_or_none() is not None:
        return redirect(safe_next(request.args.get("next"), url_for("worklist.home")))
    return login_page(next=safe_next(request.args.get("next"), ""))


@blueprint.post("/login")
@public
def enter() -> str | Response | tuple[str, int]:
    """Check address and password; then on to where the person was going, with what he had typed."""
    email = one_line("email")
    target = safe_next(request.form.get("next"), url_for("worklist.home"))
    try:
        user = passwords.sign_in(email, request.form.get("password", ""))
    except AnswersInvalid as refusal:
        return login_page(next=target, email=email, problem=refusal.errors[""][0], kept=kept.carried()), 422
    except TooMany as refusal:
        return login_page(next=target, email=email, problem=refusal.text, kept=kept.carried()), 429
    sign_in.begin(user.id)
    carried = kept.carried()
    return kept.resume_page(target, carried) if carried else redirect(target)


def login_page(**more: object) -> str:
    """The sign-in form."""
    return render_template("account/login.html", sso=oidc.is_on(), **more)


@blueprint.post("/logout")
@signed_in
def logout() -> Response:
    """Sign out."""
    sign_in.end()
    flash(gettext("U bent afgemeld."), "success")
    return redirect(url_for("account.login"))


@blueprint.get("/login/organisation")
@public
def sso() -> Response:
    """To the sign-in of the person's own organisation."""
    if not oidc.is_on():
        abort(404)
    return oidc.leave(safe_next(request.args.get("next"), url_for("worklist.home")))


@blueprint.get("/login/organisation/return")
@public
def sso_return() -> Response:
    """Back from there."""
    if not oidc.is_on():
        abort(404)
    user_id, target = oidc.come_back()
    sign_in.begin(user_id)
    return redirect(safe_next(target, url_for("worklist.home")))


@blueprint.post("/language")
@public
def set_language() -> Response:
    """Dutch or English, kept with the account."""
    wanted = request.form.get("language", "")
    actor = current.actor_or_none()
    if actor is not None:
        languages.choose(actor, wanted)
    language.choose(wanted)
    return redirect(safe_next(request.form.get("next"), url_for("worklist.home")))


@blueprint.get("/account")
@signed_in
def profile() -> str:
    """Who I am here: roles, language, password, API token."""
    return profile_page()


def profile_page(**more: object) -> str:
    """The account page."""
    actor = current.actor()
    user = users.one(current.session(), actor, actor.user_id or 0)
    return render_template("account/profile.html", user=user, **more)


@blueprint.post("/account/password")
@signed_in
def change_password() -> Response | tuple[str, int]:
    """A new password. Sessions elsewhere end; this one goes on."""
    actor, new = current.actor(), request.form.get("new", "")
    try:
        if new != request.form.get("again", ""):
            raise AnswersInvalid({"again": [say("Dit is niet hetzelfde als het nieuwe wachtwoord.")]})
        new_passwords.change_own_password(actor, request.form.get("old", ""), new)
    except AnswersInvalid as refusal:
        return profile_page(errors=refusal.errors), 422
    sign_in.begin(actor.user_id or 0)
    flash(gettext("Uw wachtwoord is gewijzigd. Op andere toestellen moet u zich opnieuw aanmelden."), "success")
    return redirect(url_for("account.profile"))


@blueprint.post("/account/token")
@signed_in
def make_token() -> str:
    """A token for programs, shown this once."""
    actor = current.actor()
    token = tokens.issue_token(actor, actor.user_id or 0)
    current.refresh()
    return profile_page(token=token)


@blueprint.post("/account/token/revocation")
@signed_in
def revoke_tokens() -> Response:
    """End all my tokens."""
    actor = current.actor()
    tokens.revoke_tokens(actor, actor.user_id or 0)
    flash(gettext("Al uw tokens zijn ingetrokken. Programma's die ze gebruikten, komen er niet meer in."), "success")
    return redirect(url_for("account.profile"))
