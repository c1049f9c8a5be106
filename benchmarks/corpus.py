"""Where test material outside the project is, when it is there; and stand-ins made on the spot when it is not."""

import os
from pathlib import Path

from reportlab.pdfgen import canvas

ROOT = Path(__file__).resolve().parents[1]


def corpus_files(folder: str, *patterns: str) -> list[Path]:
    """Files of one folder of the corpus (`LEGAJO_TEST_CORPUS`, else beside the project); none when it is absent."""
    base = Path(os.environ.get("LEGAJO_TEST_CORPUS") or ROOT.parent / "shared" / "corpus") / folder
    return sorted(path for pattern in patterns for path in base.glob(pattern))


def made_text_pdfs(folder: Path, files: int = 8, pages: int = 13) -> list[Path]:
    """PDFs of dense text, as a law prints it."""
    made = []
    for number in range(files):
        path = folder / f"made-{number}.pdf"
        sheet = canvas.Canvas(str(path), pagesize=(612, 792), invariant=1)
        for page in range(pages):
            for line in range(50):
                words = f"Artículo {page}.{line} De las obligaciones y los pagos que el acreditado {number} debe cubrir en término"
                sheet.drawString(50, 750 - 14 * line, words)
            sheet.showPage()
        sheet.save()
        made.append(path)
    return made
