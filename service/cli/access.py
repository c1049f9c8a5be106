"""Verbs on users and tokens."""

from typing import Any

import click
import msgspec

from schemas.access import ROLE_NAMES, Role
from schemas.errors import InvalidInput
from service.cli.session import archive, operator, say, with_json, write_json
from service.operations import access


@click.group()
def user() -> None:
    """Usuarios: agregar, listar, cambiar, suspender, nueva contraseña."""


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--display-name", help="Nombre completo, como se muestra.")
@click.option("--lawyer", help="Cédula del abogado externo.")
@with_json
def add(name: str, role: str, display_name: str | None, lawyer: str | None, as_json: bool) -> None:
    """Agrega un usuario; muestra su contraseña de un solo uso."""
    with archive(begins=True) as opened:
        password = access.add_user(opened, operator(), access.NewUser(name, Role(role), display_name or name, lawyer))
    if as_json:
        write_json({"name": name, "role": role, "password": password})
    else:
        say(f"{name}: contraseña de un solo uso {password}")


@user.command("list")
@with_json
def list_users(as_json: bool) -> None:
    """Lista los usuarios."""
    with archive() as opened:
        users = access.list_users(opened, operator())
    for row in users:
        if as_json:
            write_json(row)
        else:
            say(_told(row))


@user.command("change")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Otro papel.")
@click.option("--display-name", help="Nombre completo, como se muestra.")
@click.option("--lawyer", help="Cédula del abogado externo.")
@click.option("--active/--suspended", default=None, help="Puede entrar, o ya no; suspendido pierde sus credenciales.")
@click.option(
    "--new-password", is_flag=True, help="Da una contraseña de un solo uso, y deja entrar a quien se bloqueó."
)
@click.option("--forget-second-factor", is_flag=True, help="Para quien perdió el teléfono.")
@with_json
def change(name: str, role: str | None, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - members of `UserChange`
    """Cambia un usuario, que sale de donde haya entrado."""
    wanted = access.UserChange(role=Role(role) if role else None, **given)
    if wanted == access.UserChange():
        raise InvalidInput("Diga qué cambiar del usuario.")
    with archive() as opened:
        changed, password = access.change_user(opened, operator(), name, wanted)
    if as_json:
        write_json({**msgspec.to_builtins(changed), "password": password})
    else:
        say(_told(changed))
        if password:
            say(f"contraseña de un solo uso {password}")


def _told(row: access.UserView) -> str:
    return f"{row.name}\t{ROLE_NAMES[Role(row.role)]}\t{'activo' if row.active else 'suspendido'}"


@click.group()
def token() -> None:
    """Credenciales para programas."""


@token.command("add")
@click.argument("user_name")
@click.option("--name", default="cli", help="Para qué es.")
@click.option("--days", type=click.IntRange(1, 3650), help="Días de vigencia.")
@with_json
def issue(user_name: str, name: str, days: int | None, as_json: bool) -> None:
    """Crea una credencial; se muestra una sola vez."""
    with archive() as opened:
        secret = access.issue_token(opened, operator(), user_name, name=name, days=days)
    if as_json:
        write_json({"user": user_name, "name": name, "token": secret})
    else:
        say(secret)


@token.command("list")
@with_json
def list_tokens(as_json: bool) -> None:
    """Lista las credenciales, la más nueva primero; nunca el secreto."""
    with archive() as opened:
        tokens = access.list_tokens(opened, operator())
    for row in tokens:
        if as_json:
            write_json(row)
        else:
            state = (
                "revocada" if row.revoked_at else f"vence {row.expires_at:%Y-%m-%d}" if row.expires_at else "no vence"
            )
            say(f"{row.id}\t{row.user}\t{row.name}\t{state}")


@token.command("revoke")
@click.argument("token_id")
@with_json
def revoke(token_id: str, as_json: bool) -> None:
    """Revoca una credencial: desde ahora no abre nada."""
    with archive() as opened:
        access.revoke_token(opened, operator(), token_id)
    if as_json:
        write_json({"id": token_id, "revoked": True})
    else:
        say(f"{token_id}: revocada")


VERBS = (user, token)
