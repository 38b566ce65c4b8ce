import type { VerdictTexts } from '../catalogue.js';
import { serverVerdicts } from './server-verdicts.js';

export const verdicts: VerdictTexts = {
  // its address
  'address-empty': {
    name: '没有地址',
    says: '图片没有写地址：读者最多看到替代文字。',
    advice: '补上地址，或从文章中去掉这张图片。',
  },
  'address-invalid': {
    name: '不是有效地址',
    says: '浏览器无法访问这个地址：读者看到的是裂图。',
    advice: '请改正：https://主机/路径，或站点内的路径。空格写作 %20。',
  },
  'address-scheme': {
    name: '既不是 http 也不是 https',
    says: '浏览器不会从这种地址加载图片；你本机上的文件，别人看不到。',
    advice: '改用以 https:// 开头的地址，或站点内的路径。',
  },
  'address-ambiguous': {
    name: '有多个文件符合',
    says: '无法判断指的是哪个文件：读者看到什么取决于站点生成器。',
    advice: '把路径写得更完整，使其只对应一个文件。`imgferry explain 文章:行号` 会列出这些文件。',
  },
  // its file
  'file-missing': {
    name: '文件不存在',
    says: '没有这个文件：读者看到的是裂图。',
    seen: ['{found|term}', '有 {near}'],
    advice: '放上文件，或改正路径。`imgferry explain 文章:行号` 会显示查找过的位置。',
  },
  'file-case': {
    name: '大小写不同',
    says: '文件名的大小写与文章不同：在 Windows 和 macOS 上能显示，在 Linux 服务器上不能。',
    seen: ['实际文件名 {found}'],
    advice: '按文件的实际名称书写。',
  },
  'file-composition': {
    name: '字符组合方式不同',
    says: '文件名看起来相同，字符却不同（é 可以是一个字符，也可以是 e 加 ´）：在 macOS 上能显示，在 Linux 服务器上不能。',
    seen: ['实际文件名为 {found}'],
    advice:
      '把文件改名，使字符组合方式与文章一致：`convmv -f utf8 -t utf8 --nfc`，或删掉文件名重新输入。`imgferry migrate` 仍能找到它。',
  },
  'file-unreadable': {
    name: '文件无法读取',
    says: '文件存在，但在此无法读取：不知道读者能看到什么。',
    seen: ['{code|term}'],
    advice: '检查它是否为文件及其权限：`ls -l`。',
  },
  ...serverVerdicts,
  // its bytes
  empty: {
    name: '为空',
    says: '图片一个字节都没有：读者看到的是裂图。',
    advice: '用完好的副本重新上传。',
  },
  'not-an-image': {
    name: '不是图片',
    says: '收到的不是图片：读者看到的是裂图。',
    seen: ['{found|term}', '开头为 {firstBytes}'],
    advice: '在浏览器中打开该地址看看是什么，并放上图片。Git LFS 指针：`git lfs pull`。',
  },
  truncated: {
    name: '不完整',
    says: '缺少结尾：读者只能看到一部分，或什么都看不到。',
    seen: ['{format|upper}', '{fault|term}', '“{decoder}”'],
    advice: '用完好的副本重新上传；可能是上传或下载时中断了。',
  },
  undecodable: {
    name: '已损坏',
    says: '数据已损坏：读者只能看到一部分，或什么都看不到。',
    seen: ['{format|upper}', '{fault|term}', '“{decoder}”'],
    advice: '用完好的副本重新上传。FTP 的文本模式和编辑器会损坏图片。',
  },
  'too-many-pixels': {
    name: '像素过多',
    says: '像素多到浏览器不一定能显示；没有解码。',
    seen: ['{width} × {height}'],
    advice: '请缩小图片：没有屏幕有这么多像素。',
  },
  'svg-not-rendered': {
    name: '浏览器不绘制的 SVG',
    says: '其标记有错误，别的程序能容忍，浏览器不能：什么都不绘制。',
    seen: ['{found|term}', '第 {line} 行'],
    advice: '请改正错误：在浏览器中单独打开该文件，会指出位置。',
  },
  'not-for-browsers': {
    name: '浏览器不支持的格式',
    says: '多数浏览器无法显示这种格式：读者看到的是裂图。',
    seen: ['{format|upper}'],
    advice: '另存为 JPEG、PNG 或 WebP。',
  },
  'missing-trailer': {
    name: '缺少结尾标记，但能完整显示',
    says: '缺少最后几个字节；浏览器仍能完整显示，别的程序未必。',
    seen: ['{format|upper}'],
    advice: '用完好的副本重新上传。',
  },
  'damaged-frames': {
    name: '部分帧已损坏',
    says: '动画能显示，但不完整。',
    seen: ['{damagedFrames} / {frames} 帧'],
    advice: '用完好的副本重新上传。',
  },
  'type-mismatch': {
    name: '名称与实际格式不符',
    says: '浏览器按数据显示；相信 Content-Type 的程序则不能。',
    seen: ['{format|upper}，却声明为 {contentType}'],
    advice: '设置与实际格式一致的 Content-Type，或按所声明的格式另存。',
  },
  // its use
  oversized: {
    name: '超过规定大小',
    says: '图片超过了你规定的大小：读者要等待，用手机还要花流量。',
    seen: ['{bytes|bytes}，最多 {limit|bytes}', '{width} × {height}，最多 {pixelLimit} 像素'],
    advice:
      '缩小图片：`imgferry optimize FOLDER --max-bytes SIZE --write`，像素过多时用 `--max-width`；或放宽规定：`--max-bytes`、`--max-pixels`。',
  },
  'one-picture-many-addresses': {
    name: '多个地址同一张图',
    says: '该主机的许多地址给出完全相同的图片：多半是原图已失效后的占位图。',
    seen: ['{host}', '{addresses} 个地址'],
    advice: '在浏览器中查看其中一个；如果是占位图，请把原图的副本放到别处。',
  },
  'data-uri-large': {
    name: '内嵌图片过大',
    says: '图片内嵌在文章里（data:）：每个页面都要带上它，体积多三分之一，也无法缓存。',
    seen: ['{bytes|bytes}'],
    advice: '另存为文件，再引用该文件。',
  },
  'missing-alt': {
    name: '没有替代文字',
    says: '看不到图片的读者无从知道其内容。',
    advice: '用几个字说明图片的内容。',
  },
};
