"""설정. Changing them needs the password of the last five minutes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, require_recent_password, showing_refusal
from app.organization import queries, services
from app.organization.enums import PasswordPreset, SettingKey
from app.organization.forms import SettingsForm
from app.organization.routes import bp

OFFERED = (
    SettingKey.OFFICE_NAME,
    SettingKey.CONTROL_TOWER,
    SettingKey.LEADING_OFFICE,
    SettingKey.PASSWORD_PRESET,
    SettingKey.DEDUCTION_OPINION_DAYS,
    SettingKey.DEDUCTION_OBJECTION_DAYS,
    SettingKey.ROUND_REOPENING_DAYS,
    SettingKey.NIGHTLY_BACKUPS,
)


@bp.get("/admin/settings")
def show_settings() -> ResponseReturnValue:
    """Show what the office has chosen."""
    tower, leading = queries.control_tower_department_id(), queries.leading_department_id()
    preset = PasswordPreset(queries.setting(SettingKey.PASSWORD_PRESET))
    return render_template(
        "organization/settings/show.html",
        office=queries.setting(SettingKey.OFFICE_NAME),
        tower=queries.department_or_404(tower).name if tower else None,
        leader=queries.department_or_404(leading).name if leading else None,
        preset=preset.label,
        opinion_days=queries.setting(SettingKey.DEDUCTION_OPINION_DAYS),
        objection_days=queries.setting(SettingKey.DEDUCTION_OBJECTION_DAYS),
        reopening_days=queries.setting(SettingKey.ROUND_REOPENING_DAYS),
        backups=queries.setting(SettingKey.NIGHTLY_BACKUPS),
    )


@bp.get("/admin/settings/edit")
def edit_settings() -> ResponseReturnValue:
    """Ask for other values."""
    require_recent_password()
    form = SettingsForm(
        office_name=queries.setting(SettingKey.OFFICE_NAME),
        control_tower=queries.setting(SettingKey.CONTROL_TOWER),
        leading_office=queries.setting(SettingKey.LEADING_OFFICE),
        password_preset=PasswordPreset(queries.setting(SettingKey.PASSWORD_PRESET)),
        deduction_opinion_days=int(queries.setting(SettingKey.DEDUCTION_OPINION_DAYS)),
        deduction_objection_days=int(queries.setting(SettingKey.DEDUCTION_OBJECTION_DAYS)),
        round_reopening_days=int(queries.setting(SettingKey.ROUND_REOPENING_DAYS)),
        nightly_backups=int(queries.setting(SettingKey.NIGHTLY_BACKUPS)),
    )
    return render_template("organization/settings/edit.html", form=_offered(form))


@bp.post("/admin/settings")
def update_settings() -> ResponseReturnValue:
    """Choose other values."""
    require_recent_password(back=url_for("organization.edit_settings"))
    form = _offered(SettingsForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            for key in OFFERED:
                services.change_setting(key=key, value=str(form[key.value].data), actor=actor())
    if form.errors:
        return render_template("organization/settings/edit.html", form=form), 422
    flash(str(_("Saved.")), "success")
    return redirect(url_for("organization.show_settings"))


def _offered(form: SettingsForm) -> SettingsForm:
    everything = queries.departments_on(with_bureaus=True)
    form.leading_office.choices = [("", _("(none)")), *((unit.code, unit.name) for unit in everything)]
    form.control_tower.choices = [("", _("(none)")), *((unit.code, unit.name) for unit in queries.departments_on())]
    return form
