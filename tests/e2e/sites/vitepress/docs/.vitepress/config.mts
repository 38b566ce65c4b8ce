import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'My Awesome Project',
  base: '/docs/',
  head: [['link', { rel: 'icon', href: 'https://img.example.com/vitepress/icon.svg' }]],
  themeConfig: { logo: '/logo.png' },
})
