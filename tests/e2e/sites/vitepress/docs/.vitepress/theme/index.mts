import { withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme'
import './custom.css'

// pages that came from VuePress still say $withBase
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.config.globalProperties.$withBase = withBase
  },
}
