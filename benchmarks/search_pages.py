"""Synthetic Spanish pages with names, numbers and OCR noise, and the truth about them.

Nothing here is taken from a real file: the words are the trade's own, the
names are drawn from short pools, and the same seed gives the same pages.
"""

import random
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

import msgspec

from schemas.search import PageRecord

_GIVEN_LIST = (
    "Martha Elena,José Luis,María,Juan,Guadalupe,Francisco,Rosa,Jesús,Ana,Luis,Carmen,Miguel,Alejandra,Pedro,Sofía,"
    "Ramón,Verónica,Sergio,Patricia,Héctor,Lucía,Óscar,Adriana,Raúl,Norma,Iván,Leticia,Rubén,Silvia,Andrés,Mónica,"
    "Arturo,Teresa,Martín,Claudia,Julio,Beatriz,Rogelio,Yolanda,Ernesto,Alma Delia,Manuel,Irma,Ricardo,Brenda,Tomás"
)
_SURNAMES_LIST = (
    "López,Bórquez,Valenzuela,Félix,Gastélum,Peñúñuri,Yocupicio,Encinas,Córdova,Murrieta,Buitimea,Cota,Duarte,Islas,"
    "Ley,Tapia,Ruiz,Moreno,Soto,García,Hernández,Martínez,González,Rodríguez,Pérez,Sánchez,Ramírez,Flores,Rivera,"
    "Gómez,Díaz,Cruz,Morales,Reyes,Gutiérrez,Ortiz,Chávez,Ramos,Mendoza,Álvarez,Castillo,Romero,Vega,Ibarra,Quijada,"
    "Noriega,Figueroa,Acosta,Molina,Villa,Ochoa,Salazar,Miranda,Robles,Rentería,Bustamante,Olivas,Quintero,Zazueta,Ayala"
)
_STEMS_LIST = (
    "actor,demanda,juzgado,mercantil,civil,ejecutivo,pagaré,crédito,convenio,embargo,vehículo,bien,deuda,pago,interés,"
    "moratorio,capital,saldo,cláusula,contrato,aval,obligado,acreditado,secretario,acuerdo,auto,sentencia,notificación,"
    "emplazamiento,domicilio,colonia,calle,ciudad,estado,república,ley,artículo,fracción,código,comercio,título,operación,"
    "endoso,procuración,firma,fecha,plazo,vencimiento,suscriptor,beneficiario,institución,educativo,estudiante,beca,"
    "diligencia,requerimiento,depositario,inmueble,salario,cuenta,banco,cheque,recibo,finiquito,garantía,hipoteca,"
    "apelación,amparo,recurso,prueba,testigo,perito,dictamen,audiencia,término,promoción,escrito,copia,certificado"
)
_ENDINGS = ("", "s", "", "s", "ado", "ada", "ción", "ar", "aron", "ó", "ante", "mente", "es", "ario", "al")
_SYLLABLE_LIST = (
    "ba be ca ce co da de di do fa ga gue la le li lo ma me mo na ne no pa pe po ra re ri ro sa se so ta te to tra"
)
_SMALL_LIST = "de la el en y a los que del se las por un con no una su para al lo como más o"
_GIVEN, _SURNAMES, _STEMS = _GIVEN_LIST.split(","), _SURNAMES_LIST.split(","), _STEMS_LIST.split(",")
_SYLLABLES, _SMALL = _SYLLABLE_LIST.split(), _SMALL_LIST.split()
_TYPES = ("pagare", "convenio", "demanda", "acuse", "auto", "contrato", "finiquito")
_COURTS = ("Juzgado Primero Mercantil Hermosillo", "Juzgado Segundo Civil Nogales", "Juzgado Tercero Oral Obregón")
_CONFUSIONS = {
    "l": "1i", "i": "l1", "o": "0", "0": "o", "m": ("rn",), "ñ": "n", "s": "5", "b": "8h", "e": "c", "c": "e",
    "u": "v", "5": "s", "1": "l", "8": "b", "d": ("cl",), "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u",
}  # fmt: skip
_LETTERS = "abcdefghijlmnopqrstuvz"


class Truth(msgspec.Struct):
    """What is known of the pages: document ids by the full name, credit and amount they bear."""

    names: dict[str, set[str]] = {}
    credits: dict[str, set[str]] = {}
    amounts: dict[int, set[str]] = {}
    vocabulary: list[str] = []


def noisy(text: str, rate: float, rng: random.Random) -> str:
    """The text with about `rate` of its characters misread: half by look-alikes, half anyhow."""
    out: list[str] = []
    at = 0
    while True:
        step = int(rng.expovariate(rate))
        out.append(text[at : at + step])
        at += step
        if at >= len(text):
            return "".join(out)
        out.append(_misread(text[at], rng))
        at += 1


def _misread(letter: str, rng: random.Random) -> str:
    if letter in " \n":
        return letter
    if rng.random() < 0.5 and (choices := _CONFUSIONS.get(letter.lower())):
        return rng.choice(choices)
    kind = rng.random()
    if kind < 0.2:
        return ""
    return letter + rng.choice(_LETTERS) if kind < 0.4 else rng.choice(_LETTERS)


class Maker:
    """Pages by the document, the same for the same seed; `truth` grows as they are taken."""

    def __init__(self, seed: int = 7, people: int = 4000, rate: float = 0.03) -> None:
        self.rng = random.Random(seed)
        self.rate = rate
        self.truth = Truth()
        self.words = self._vocabulary()
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))
        self.people = sorted({self._name() for _ in range(people)})
        self.truth.vocabulary = self.words

    def _vocabulary(self) -> list[str]:
        base = [stem.rstrip("aeoó") + end if end else stem for stem in _STEMS for end in _ENDINGS]
        made = {"".join(self.rng.choices(_SYLLABLES, k=self.rng.randint(2, 4))) for _ in range(6000)}
        rest = sorted(set(base[len(_STEMS) :]) | made)
        self.rng.shuffle(rest)
        return [*_STEMS, *rest]

    def _name(self) -> str:
        return f"{self.rng.choice(_GIVEN)} {self.rng.choice(_SURNAMES)} {self.rng.choice(_SURNAMES)}"

    def documents(self, pages: int, start: int = 0) -> Iterator[tuple[str, list[PageRecord]]]:
        """Documents of one to twelve pages, `pages` pages in all."""
        made, number = 0, start
        while made < pages:
            count = min(pages - made, self.rng.choice((1, 1, 2, 2, 3, 4, 6, 12)))
            document = f"d{number:08d}"
            yield document, self._document(document, count)
            made += count
            number += 1

    def _document(self, document: str, count: int) -> list[PageRecord]:
        rng = self.rng
        person = rng.choice(self.people)
        credit = f"{rng.randint(1, 9)}-{rng.randint(0, 99999):05d}-{rng.randint(4, 26):02d}"
        made = date(rng.randint(2004, 2026), rng.randint(1, 12), rng.randint(1, 28))
        kind, court = rng.choice(_TYPES), rng.choice(_COURTS)
        self.truth.credits.setdefault(credit.replace("-", ""), set()).add(document)
        records = []
        for page in range(count):
            names = [rng.choice(self.people)] + ([person] if page == 0 else [])
            for name in names:
                self.truth.names.setdefault(name, set()).add(document)
            records.append(
                PageRecord(
                    document_id=document,
                    page=page,
                    version=1,
                    text=self._text(names, credit),
                    title=f"{kind} {number_of(document)}",
                    type=kind,
                    date=made,
                    debtor=person,
                    debtor_ids=(f"p{credit}",),
                    credits=(credit,),
                    lawsuits=(),
                    court=court,
                    lawyer="",
                    batch=f"lote-{number_of(document) // 500}",
                    identifiers=(credit.replace("-", ""),),
                    access=("a1",) if number_of(document) % 3 == 0 else (),
                )  # fmt: skip
            )
        return records

    def _text(self, names: list[str], credit: str) -> str:
        rng = self.rng
        words = rng.choices(self.words, cum_weights=self.weights, k=130)
        small = rng.choices(_SMALL, k=105)
        body = [word for pair in zip(words, small, strict=False) for word in pair] + words[105:]
        for name in names:
            at = rng.randrange(len(body))
            body[at:at] = name.upper().split() if rng.random() < 0.5 else name.split()
        body[3:3] = [credit, f"${rng.randint(1000, 180000):,}.00"]
        lines = [" ".join(body[at : at + 11]) for at in range(0, len(body), 11)]
        return noisy("\n".join(lines), self.rate, rng)


def number_of(document: str) -> int:
    """The running number of a made document."""
    return int(document[1:])
