// Size and contrast at once, without a page load; the links work without this too.
import { on } from "./text.js"

on("click", e => {
  const a = e.target.closest("[data-yc-size],[data-yc-contrast]"), root = document.documentElement
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return
  e.preventDefault()
  if (a.dataset.ycSize) root.dataset.size = a.dataset.ycSize
  if (a.dataset.ycContrast) root.dataset.theme = a.dataset.ycContrast === "hc" ? "hc" : root.dataset.brand
  const old = document.cookie.match(/yc_display=([^;]*)/)?.[1] || ""
  const kept = ["elder", "hant"].filter(flag => old.includes(flag))
  const value = [root.dataset.size, root.dataset.theme === "hc" && "hc", ...kept].filter(Boolean).join(".")
  document.cookie = `yc_display=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`
  const kind = a.dataset.ycSize ? "[data-yc-size]" : "[data-yc-contrast]"
  const next = [...a.parentNode.querySelectorAll(kind)].find(l => l.getClientRects().length)
  ;(next || document.querySelector(".only-menu"))?.focus()
})
