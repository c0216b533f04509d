// What a finger could miss on this page: every control narrower or lower than `least`,
// outside sentences and outside the tile grid, whose twin is the table beside it.
(least) => {
  const controls = "button, a[href], summary, select, textarea, input:not([type=hidden])";

  function isShown(it) {
    return it.getBoundingClientRect().width && getComputedStyle(it).visibility !== "hidden" && !it.closest("svg, .skip");
  }

  function inSentence(it) {
    const around = it.closest("p, dd, li, td");
    return around && getComputedStyle(it).display === "inline" && around.textContent.trim() !== it.textContent.trim();
  }

  function touched(it) {
    return it.matches("[type=checkbox], [type=radio]") && it.closest("label") ? it.closest("label") : it;
  }

  return [...document.querySelectorAll(controls)].filter(isShown).filter((it) => !inSentence(it)).flatMap((it) => {
    const { width, height } = touched(it).getBoundingClientRect();
    const small = height < least - 0.5 || width < least - 0.5;
    return small ? [`${it.outerHTML.slice(0, 120)} ${Math.round(width)}x${Math.round(height)}`] : [];
  });
}
