// Full-width input becomes half-width; what a person types with an IME becomes what we look for.
export const half = s => s.normalize("NFKC").replace(/[，、。？；：]/g, c => ({ "，": ",", "、": "/", "。": ".", "？": "?", "；": ";", "：": ":" })[c])
// Text read during composition, as sp'jy, loses its marks: spjy. Han and Latin words keep one space.
export const query = s => s.normalize("NFKC").replace(/[’'`]/g, "").replace(/\s+/g, " ").trim()
export const seen = e => e.isConnected && e.getClientRects().length > 0 && getComputedStyle(e).visibility === "visible"
// A text box: single keys belong to it.
export const typing = e => !!e && (e.isContentEditable || e.matches?.("textarea,select,input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=file])"))
export const on = (name, f, o) => document.addEventListener(name, f, o)
document.documentElement.classList.add("js")
// The three boxes of a date take a whole date when it is pasted.
on("paste", e => {
  const box = e.target.closest?.("[data-yc-date]"), m = box && half(e.clipboardData.getData("text")).match(/(\d{4})\D+(\d{1,2})\D+(\d{1,2})|^\s*(\d{4})(\d\d)(\d\d)\s*$/)
  if (!m) return
  e.preventDefault()
  box.querySelectorAll("input").forEach((i, n) => { i.value = m[n + 1] || m[n + 4] })
})
