/* Small comforts on pages that work without them. No page needs this file. */
(function () {
  "use strict";

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  document.addEventListener("keydown", function (event) {
    var search = document.getElementById("search");
    if (event.key === "/" && search && !typing(event.target)) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape") {
      closeMenus(null);
    }
  });

  function closeMenus(inside) {
    all("details.menu[open]").forEach(function (menu) {
      if (!inside || !menu.contains(inside)) {
        var had = menu.contains(document.activeElement);
        menu.removeAttribute("open");
        if (had && !inside) { menu.querySelector("summary").focus(); }
      }
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target);
    var target = event.target.closest("[data-print],[data-back],[data-copy]");
    if (!target) { return; }
    if (target.hasAttribute("data-copy")) {
      copy(target, document.getElementById(target.getAttribute("data-copy")));
    } else if (target.hasAttribute("data-print")) {
      window.print();
    } else if (window.history.length > 1) {
      event.preventDefault();
      window.history.back();
    }
  });

  function copy(button, field) {
    field.select();
    if (document.execCommand("copy")) { button.textContent = button.getAttribute("data-done"); }
  }

  document.addEventListener("input", function (event) {
    if (event.target.hasAttribute("data-counts")) { count(event.target); }
    if (!event.target.hasAttribute("data-filter")) { return; }
    var wanted = event.target.value.trim().toLowerCase();
    all("li", event.target.parentNode).forEach(function (item) {
      var words = (item.textContent + " " + (item.getAttribute("data-words") || "")).toLowerCase();
      item.hidden = wanted !== "" && words.indexOf(wanted) < 0;
    });
  });

  function count(field) {
    var shown = document.getElementById(field.getAttribute("data-counts"));
    if (shown) { shown.textContent = Array.from(field.value.replace(/\s/g, "")).length; }
  }

  function countDown(shown) {
    var left = parseInt(shown.getAttribute("data-seconds"), 10);
    var clock = shown.querySelector(".left span");
    var timer = window.setInterval(function () {
      left -= 1;
      if (clock) { clock.textContent = left; }
      if (left <= 0) {
        window.clearInterval(timer);
        shown.textContent = shown.getAttribute("data-mask");
      }
    }, 1000);
  }

  function fade(toast) {
    var timer;
    function start() { timer = window.setTimeout(function () { toast.remove(); }, 8000); }
    function stop() { window.clearTimeout(timer); }
    ["mouseenter", "focusin"].forEach(function (name) { toast.addEventListener(name, stop); });
    ["mouseleave", "focusout"].forEach(function (name) { toast.addEventListener(name, start); });
    start();
  }

  function each(marked, root, start) {
    var found = all("[" + marked + "]", root);
    if (root.hasAttribute && root.hasAttribute(marked)) { found.push(root); }
    found.forEach(function (item) {
      start(item);
      item.removeAttribute(marked);
    });
  }

  function wake(root) {
    each("data-only-js", root, function (item) { item.hidden = false; });
    each("data-seconds", root, countDown);
    each("data-fades", root, fade);
    each("data-takes-focus", root, function (item) { item.focus(); });
  }

  document.addEventListener("htmx:load", function (event) { wake(event.detail.elt); });
  wake(document);
})();
