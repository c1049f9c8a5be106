// How large a page is seen and which way up; the file is not touched.

const STEP = 1.25, LEAST = 0.3, MOST = 6;

export class Glass {
  constructor() {
    this.scale = 1; // of the width of the frame
    this.quarters = 0; // turns of 90 degrees clockwise
    this.whole = false;
  }

  over(sheet) {
    this.frame = sheet.querySelector(".frame");
    this.apply();
  }

  act(name) {
    if (name === "larger" || name === "smaller") {
      if (this.whole) this.scale = this.wholeScale();
      this.whole = false;
      this.scale = Math.min(MOST, Math.max(LEAST, this.scale * (name === "larger" ? STEP : 1 / STEP)));
    } else if (name === "width") { this.whole = false; this.scale = 1; }
    else if (name === "whole") this.whole = true;
    else if (name === "turn") this.quarters = (this.quarters + 1) % 4;
    else return;
    this.apply();
  }

  shape() { // height for a width of one, as seen
    const image = this.frame.querySelector("img");
    const upright = Number(image.getAttribute("height")) / Number(image.getAttribute("width")) || 1.3;
    return this.quarters % 2 ? 1 / upright : upright;
  }

  wholeScale() {
    const room = Math.min(innerHeight * 0.8, this.frame.clientHeight || innerHeight);
    return Math.min(1, Math.max(room, 240) / (this.frame.clientWidth * this.shape()));
  }

  apply() {
    if (!this.frame) return;
    const turner = this.frame.querySelector(".turner");
    const leaf = this.frame.querySelector(".leaf");
    const seen = this.frame.clientWidth * (this.whole ? this.wholeScale() : this.scale);
    const high = seen * this.shape();
    const [width, height] = this.quarters % 2 ? [high, seen] : [seen, high];
    const plain = this.quarters === 0 && this.scale === 1 && !this.whole;
    this.frame.classList.toggle("plain", plain);
    turner.style.width = plain ? "" : `${seen}px`;
    turner.style.height = plain ? "" : `${high}px`;
    leaf.style.width = plain ? "" : `${width}px`;
    leaf.style.height = plain ? "" : `${height}px`;
    const moved = [[0, 0], [seen, 0], [seen, high], [0, high]][this.quarters];
    leaf.style.transform = this.quarters ? `translate(${moved[0]}px, ${moved[1]}px) rotate(${90 * this.quarters}deg)` : "";
  }
}
