// What NexT and Butterfly add to Hexo's own tags, as far as images go.
hexo.extend.tag.register(
  'gallery',
  async (args, content) => `<div class="gallery">${await hexo.render.render({ text: content, engine: 'markdown' })}</div>`,
  { ends: true, async: true },
);
hexo.extend.tag.register('inlineImg', ([src, height]) => `<img class="inline-img" src="${src}" style="height:${height}">`);
