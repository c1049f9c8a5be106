"""Verbs on users and tokens."""

import click

from schemas.access import Role
from service.cli.session import archive, operator, say, with_json, write_json
from service.operations import access


@click.group()
def user() -> None:
    """Usuarios: agregar, listar, suspender, nueva contraseña."""


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--display-name", help="Nombre completo, como se muestra.")
@click.option("--lawyer", help="Cédula del abogado externo.")
@with_json
def add(name: str, role: str, display_name: str | None, lawyer: str | None, as_json: bool) -> None:
    """Agrega un usuario; muestra su contraseña de un solo uso."""
    with archive() as opened:
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
            say(f"{row.name}\t{row.role}\t{'activo' if row.active else 'suspendido'}")


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


VERBS = (user, token)
