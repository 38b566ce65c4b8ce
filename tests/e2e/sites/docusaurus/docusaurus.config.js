// @ts-check
const config = {
  title: 'My Site',
  url: 'https://example.com',
  baseUrl: '/',
  favicon: 'img/favicon.png',
  presets: [['classic', { docs: { sidebarPath: './sidebars.js' } }]],
  themeConfig: { image: 'img/logo.png' },
};

export default config;
