// Starts the vendored components. Every page works without this file.
import { initAll } from "./vendor/nhsuk-frontend/nhsuk-frontend.min.js"

document.body.classList.add("js-enabled", "nhsuk-frontend-supported")
initAll()
