// A link into something folded opens it first; browsers do so for an id inside, not for the fold itself.

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const fold = target && target.closest("details.disclosure");
  if (fold) fold.open = true;
}

window.addEventListener("hashchange", openTarget);
openTarget();
