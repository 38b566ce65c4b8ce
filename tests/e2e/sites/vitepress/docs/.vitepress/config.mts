import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'My Awesome Project',
  base: '/docs/',
  themeConfig: { logo: '/logo.png' },
})
