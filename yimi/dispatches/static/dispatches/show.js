/* Arrow keys and space go on (演示); the links do the same without it. */
(function () {
  "use strict";
  var keys = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev" };

  document.addEventListener("keydown", function (event) {
    var link = keys[event.key] && document.querySelector("a[rel=" + keys[event.key] + "]");
    if (!link || event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (event.key === " " && /^(A|BUTTON)$/.test(event.target.tagName)) { return; }
    event.preventDefault();
    window.location.assign(link.href);
  });
})();
