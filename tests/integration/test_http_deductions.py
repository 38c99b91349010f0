"""Two hints put together over HTTP, on the content that we ship: the secret opens a choice of the story."""

import pytest

from tests.application import Running
from tests.integration.test_http_story import choose, look

pytestmark = pytest.mark.asyncio(loop_scope="module")

TO_THE_WHISTLE = (
    "¿Qué hay que hacer?",
    "Ponerte la gorra",
    "Estudiar la estampilla",
    "Salir a la escalera",
    "Bajar hacia el puerto",
    "azotea de las palomas",
    "Preguntarle de quién espera carta",
    "¿Y las palomas",
)
TO_OFELIA = ("No prometer", "Subir", "volver con doña Ofelia")


async def reads(running: Running, user: str, *choices: str) -> None:
    for words in choices:
        view = await look(running, user)
        (index,) = [each["index"] for each in view["choices"] if words in each["text"]]
        await running.seen(await choose(running, user, index))


async def test_a_secret_is_put_together_and_opens_a_choice(running):
    user = await running.register(language="es")
    path = f"/v1/users/{user}/inventory/hints/combine"
    two = {"hints": ["sello_azul", "silbido"]}
    unknown = await running.client.post(path, json=two)
    assert (unknown.status_code, unknown.json()["type"]) == (409, "urn:yabot:problem:hint-missing")
    await reads(running, user, *TO_THE_WHISTLE)
    found = await running.seen(await running.client.post(path, json=two))
    assert found.json()["result"] == {"hint": "letra_v", "story": "correo", "deduction": "tres_cortas_una_larga"}
    for hints, problem in ((two["hints"], "secret-known"), (["silbido", "letra_v"], "nothing-follows")):
        refused = await running.client.post(path, json={"hints": hints})
        assert (refused.status_code, refused.json()["type"]) == (409, f"urn:yabot:problem:{problem}")
    await reads(running, user, *TO_OFELIA, "Golpear la mesa")
    assert "Eso no lo sabe nadie" in (await look(running, user))["text"]
