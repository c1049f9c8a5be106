"""Office pages drawn for measuring: print, a stamp over it, noise of the scanner, and the truth of all three.

Everything follows from the seed. Lengths are inches unless said otherwise.
"""

import random
from pathlib import Path

import cv2
import msgspec
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from schemas.legal_dates import MONTHS

BLUE, RED, VIOLET, BLACK, GREY = (
    (0x1F, 0x3F, 0xA0),
    (0xA0, 0x23, 0x23),
    (0x5B, 0x2C, 0x86),
    (25, 25, 25),
    (110, 110, 110),
)

_FONTS = Path("/usr/share/fonts/truetype")
_BODY_FONTS = (
    "liberation/LiberationSerif-Regular.ttf",
    "liberation/LiberationSans-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
    "liberation/LiberationMono-Regular.ttf",
)
_STAMP_FONTS = (
    "liberation/LiberationSans-Bold.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
    "liberation/LiberationSans-Regular.ttf",
)

_SENTENCES = (
    "Por recibido el escrito y anexos de cuenta, se tiene a {name}, en su carácter de endosatario en procuración del"
    " Instituto, demandando en la vía ejecutiva mercantil a {name} por el pago de la cantidad de ${amount} como suerte"
    " principal y demás accesorios legales.",
    "Con fundamento en los artículos 1391 fracción IV, 1392, 1393 y 1396 del Código de Comercio, se admite la demanda"
    " en la vía y forma propuestas; fórmese expediente y regístrese bajo el número {file} en el Libro de Gobierno.",
    "Requiérase a la parte demandada para que en el acto de la diligencia haga el pago de lo reclamado y, no"
    " haciéndolo, embárguensele bienes suficientes para garantizarlo, poniéndolos en depósito de la persona que"
    " designe la actora.",
    "El suscriptor {name} con domicilio en calle {street} número {number}, colonia Centro, reconoce adeudar la suma de"
    " ${amount} que se obliga a cubrir en {months} mensualidades vencidas a partir del día {day} de {month} de {year}.",
    "Hecho lo anterior, emplácesele para que dentro del término de ocho días comparezca a hacer paga llana o a oponer"
    " las excepciones que tuviere, apercibido que de no hacerlo se tendrá por perdido su derecho.",
    "Se señalan las {hour} horas del día {day} de {month} de {year} para que tenga verificativo la audiencia, a la que"
    " deberán comparecer {name} y {name} debidamente identificados.",
)
_NAMES = ("MARÍA", "JOSÉ", "Francisco", "Guadalupe", "RAMÓN", "Ángel", "Verónica", "JESÚS", "Martín", "Lucía")
_SURNAMES = (
    "Bórquez",
    "GASTÉLUM",
    "Félix",
    "Peñúñuri",
    "VALENZUELA",
    "Murrieta",
    "Yocupicio",
    "Córdova",
    "Encinas",
    "ISLAS",
)


class Printed(msgspec.Struct, frozen=True):
    """A word and its box in pixels from the top left: left, top, right, bottom."""

    text: str
    box: tuple[float, float, float, float]


class Stamp(msgspec.Struct, frozen=True):
    """A stamp: its lines, what must be read of it, and how it is pressed."""

    lines: tuple[str, ...]
    wanted: tuple[str, ...]
    colour: tuple[int, int, int]
    alpha: float
    degrees: float
    font: str = _STAMP_FONTS[0]
    points: float = 11.0
    frame: bool = True


class Drawn(msgspec.Struct, frozen=True):
    """RGB pixels at `dpi`, the words of the print in reading order, and the stamp when there is one."""

    pixels: np.ndarray
    dpi: int
    words: tuple[Printed, ...]
    stamp: Stamp | None = None

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def paragraphs(rng: random.Random, count: int) -> list[str]:
    def fill(sentence: str) -> str:
        while "{name}" in sentence:
            name = f"{rng.choice(_NAMES)} {rng.choice(_SURNAMES)} {rng.choice(_SURNAMES)}"
            sentence = sentence.replace("{name}", name, 1)
        return sentence.format(
            amount=f"{rng.randint(5, 180)},{rng.randint(0, 999):03}.{rng.randint(0, 99):02}",
            file=f"{rng.randint(1, 2999)}/{rng.randint(2004, 2025)}",
            street=rng.choice(_SURNAMES),
            number=rng.randint(1, 999),
            months=rng.randint(6, 60),
            day=rng.randint(1, 28),
            month=rng.choice(MONTHS),
            year=rng.randint(2004, 2025),
            hour=f"{rng.randint(8, 15)}:{rng.randint(0, 59):02}",
        )

    return [fill(rng.choice(_SENTENCES)) for _ in range(count)]


def received_stamp(rng: random.Random, colour: tuple[int, int, int], alpha: float, degrees: float) -> Stamp:
    """The stamp of a court's registry (DOMAIN 7.4): date, time and folio are what must be read."""
    month = rng.choice(("ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "AGO", "SEP", "OCT", "NOV", "DIC"))
    day, year = f"{rng.randint(1, 28):02}", str(rng.randint(2008, 2025))
    hour, folio = f"{rng.randint(8, 14):02}:{rng.randint(0, 59):02}", f"{rng.randint(1000, 99999)}"
    lines = (
        "OFICIALÍA DE PARTES COMÚN",
        "PODER JUDICIAL DEL ESTADO DE SONORA",
        f"RECIBIDO  {day} {month} {year}  {hour} HRS",
        f"FOLIO: {folio}   FOJAS: {rng.randint(2, 60)}   COPIAS: {rng.randint(0, 4)}",
        f"ANEXOS: {rng.randint(1, 9)} PAGARÉ(S) EN ORIGINAL",
    )
    font, frame = rng.choice(_STAMP_FONTS), rng.random() < 0.7
    return Stamp(lines, (day, month, year, hour, folio), colour, alpha, degrees, font, rng.uniform(9.5, 13), frame)


def office_page(seed: int, dpi: int = 300, stamp: Stamp | None = None, points: float = 0.0) -> Drawn:
    """A clean upright letter page of print, its stamp pressed over the text."""
    rng = random.Random(seed)
    points = points or rng.choice((10.0, 11.0, 12.0))
    font = ImageFont.truetype(str(_FONTS / rng.choice(_BODY_FONTS)), round(points * dpi / 72))
    width, height, margin = round(8.5 * dpi), 11 * dpi, dpi
    image = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    words: list[Printed] = []
    step, space, y = points * 1.35 * dpi / 72, font.getlength(" "), float(margin)
    for paragraph in paragraphs(rng, 40):
        x = float(margin)
        for word in paragraph.split():
            length = font.getlength(word)
            if x + length > width - margin:
                x, y = float(margin), y + step
            if y + step > height - margin:
                break
            draw.text((x, y), word, font=font, fill=(15, 15, 15))
            words.append(Printed(word, tuple(float(v) for v in draw.textbbox((x, y), word, font=font))))
            x += length + space
        y += step * 1.6
        if y + step > height - margin:
            break
    pixels = np.asarray(image)
    if stamp is not None:
        place = (rng.uniform(0.3, 0.7) * width, rng.uniform(0.15, 0.8) * height)
        pixels = pressed(pixels, dpi, stamp, place)
    return Drawn(pixels, dpi, tuple(words), stamp)


def pressed(pixels: np.ndarray, dpi: int, stamp: Stamp, centre: tuple[float, float]) -> np.ndarray:
    """The page with the stamp's ink blended over it, its middle at `centre` (pixels)."""
    font = ImageFont.truetype(str(_FONTS / stamp.font), round(stamp.points * dpi / 72))
    step = stamp.points * 1.3 * dpi / 72
    width = max(font.getlength(line) for line in stamp.lines)
    pad = 0.12 * dpi
    ink = Image.new("L", (round(width + 4 * pad), round(step * len(stamp.lines) + 4 * pad)), 0)
    draw = ImageDraw.Draw(ink)
    if stamp.frame:
        draw.rectangle((pad, pad, ink.width - pad, ink.height - pad), outline=255, width=max(2, dpi // 100))
    for row, line in enumerate(stamp.lines):
        draw.text((ink.width / 2, 2 * pad + row * step), line, font=font, fill=255, anchor="ma")
    ink = ink.rotate(stamp.degrees, expand=True, resample=Image.Resampling.BICUBIC)
    layer = Image.new("L", (pixels.shape[1], pixels.shape[0]), 0)
    layer.paste(ink, (round(centre[0] - ink.width / 2), round(centre[1] - ink.height / 2)))
    share = np.asarray(layer, dtype=np.float32)[:, :, None] / 255 * stamp.alpha
    return (pixels * (1 - share) + np.array(stamp.colour, dtype=np.float32) * share).astype(np.uint8)


def scanned(drawn: Drawn, seed: int, quality: int = 0) -> Drawn:
    """The page as a scanner and a JPEG of `quality` (40-90 when 0) leave it."""
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    pixels = cv2.GaussianBlur(drawn.pixels, (0, 0), rng.uniform(0.4, 0.9)).astype(np.float32)
    paper = np.array([rng.uniform(235, 255), rng.uniform(233, 252), rng.uniform(222, 248)], dtype=np.float32)
    pixels = pixels * (paper / 255) + noise.normal(0, rng.uniform(1.5, 4), pixels.shape).astype(np.float32)
    coded = cv2.imencode(
        ".jpg",
        cv2.cvtColor(np.clip(pixels, 0, 255).astype(np.uint8), cv2.COLOR_RGB2BGR),
        [cv2.IMWRITE_JPEG_QUALITY, quality or rng.randint(40, 90)],
    )[1]
    return msgspec.structs.replace(drawn, pixels=cv2.cvtColor(cv2.imdecode(coded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB))


def skewed(drawn: Drawn, degrees: float) -> np.ndarray:
    """The pixels turned clockwise by so many degrees about the middle, white coming in."""
    height, width = drawn.pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return cv2.warpAffine(drawn.pixels, matrix, (width, height), borderValue=(255, 255, 255))


def are_fonts_there() -> bool:
    """Whether the fonts these pages are drawn in are installed."""
    return all((_FONTS / name).is_file() for name in (*_BODY_FONTS, *_STAMP_FONTS))
