// Every box of the pane that can be seen: what it is, where it stands, how large it is and its colours, a line each; and
// where the last of them ends.
() => {
  const INLINE = new Set(["BDI", "BR", "SMALL", "STRONG", "TIME", "TSPAN"]);
  const CLEAR = new Set(["rgba(0, 0, 0, 0)", "none"]);
  const colour = (name, value) => (CLEAR.has(value) ? "" : ` ${name} ${value.replaceAll(" ", "")}`);
  const named = (one) => [one.tagName.toLowerCase(), ...one.classList].join(".");
  const place = ({ left, top, width, height }) => [left, top, width, height].map(Math.round).join(",");

  const html = (one, style) =>
    colour("ink", style.color) + colour("ground", style.backgroundColor) + (parseFloat(style.borderTopWidth) ? colour("edge", style.borderTopColor) : "");
  const drawn = (one, style) => colour("fill", style.fill) + colour("stroke", style.stroke);

  const seen = (one) => !INLINE.has(one.tagName.toUpperCase()) && one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length;
  const told = (one) => {
    const style = getComputedStyle(one);
    return `${named(one)} ${place(one.getBoundingClientRect())}${one instanceof SVGElement ? drawn(one, style) : html(one, style)}`;
  };
  const section = document.querySelector("main > section");
  const ends = Math.ceil(section.getBoundingClientRect().bottom) + 16;
  return { ends, boxes: [`body 0,0,${innerWidth},${ends}${html(document.body, getComputedStyle(document.body))}`, ...[section, ...section.querySelectorAll("*")].filter(seen).map(told)] };
}
