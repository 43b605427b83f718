// Papers print from a frame that holds their text; the page stays. data-yc-print="URL" on a button; data-yc-print-now="URL" in a
// swapped fragment prints by itself; data-yc-print-page prints the page one looks at.
const told = new WeakSet()
export async function print(url) {
  try {
    const answer = await fetch(url, { credentials: "same-origin" })
    if (!answer.ok) throw new Error(answer.status)
    const frame = Object.assign(document.createElement("iframe"), { className: "print-frame", title: "打印", tabIndex: -1, ariaHidden: "true" })
    frame.srcdoc = await answer.text()
    await new Promise(done => { frame.onload = done; document.body.append(frame) })
    // The keys belong to the page again as soon as the print dialogue is gone, not only when the frame is.
    const from = document.activeElement, back = () => { window.focus(); from?.focus?.({ preventScroll: true }) }
    frame.contentWindow.onafterprint = () => { back(); setTimeout(() => frame.remove(), 500) }
    frame.contentWindow.focus()
    frame.contentWindow.print()
    back()
    document.dispatchEvent(new CustomEvent("yc:printed", { detail: url }))
  } catch {
    const line = document.getElementById("yc-refusal")
    if (line) line.innerHTML = `没打出来。<a href="${encodeURI(url)}" target="_blank">打开这张纸再打</a>`
  }
}
const now = root => root.querySelectorAll?.("[data-yc-print-now]").forEach(e => { if (!told.has(e)) { told.add(e); print(e.dataset.ycPrintNow) } })
document.addEventListener("click", e => {
  const one = e.target.closest("[data-yc-print]")
  if (one) { e.preventDefault(); print(one.dataset.ycPrint || one.href) }
  if (e.target.closest("[data-yc-print-page]")) window.print()
})
document.addEventListener("htmx:after:swap", () => now(document))
document.documentElement.classList.add("js")
now(document)
