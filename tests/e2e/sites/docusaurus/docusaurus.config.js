// @ts-check
/** @type {import('@docusaurus/types').Config} */
const config = {
  title: 'My Site',
  favicon: 'img/favicon.png',
  url: 'https://example.com',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  presets: [
    [
      'classic',
      {
        docs: { sidebarPath: './sidebars.js' },
        blog: { onUntruncatedBlogPosts: 'ignore' },
        theme: { customCss: './src/css/custom.css' },
      },
    ],
  ],
  themeConfig: {
    image: 'img/logo.png',
    navbar: { title: 'My Site', logo: { alt: 'Logo', src: 'https://img.example.com/docusaurus/navbar.png' } },
  },
};

export default config;
