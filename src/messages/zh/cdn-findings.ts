import type { CdnFindingTexts } from '../catalogue.js';

export const cdnFindings: CdnFindingTexts = {
  'not-served': {
    name: '未能提供图片',
    says: '边缘节点没有返回图片，读者看到的是破图。',
    seen: ['HTTP {status}', '{found|term}', '{type}', '{code|term}', '存储中：{store|term}'],
    advice:
      '存储中也没有：用 `imgferry check` 和 `imgferry repair` 修复文章。存储中有：请检查 CDN 的源站设置（主机、Host 头、路径）和访问规则。ADDRESS_BLOCKED：这是内网地址，没有请求；加 `--allow-host HOST` 即可。',
  },
  'cached-404': {
    name: '缓存了 404',
    says: '存储中有该对象，边缘节点却仍回答不存在：它保留着旧的 404。',
    seen: ['HTTP {status}', '已有 {age|duration}'],
    advice:
      '请刷新该地址：`imgferry cdn refresh URL --write`。错误只应缓存几秒（阿里云：状态码过期时间；nginx：`proxy_cache_valid 404 10s`；Cloudflare：Cache Rules 的状态码 TTL）。',
  },
  'edge-stale': {
    name: '返回旧内容',
    says: '边缘节点返回的内容与存储不同，读者看到的是旧图片。',
    seen: ['存储 {expected}', '边缘 {found}', '{bytes|bytes}，应为 {expectedBytes|bytes}'],
    advice:
      '请刷新该地址：`imgferry cdn refresh URL --write`；`--cdn-refresh` 会在每次运行后自动刷新。以摘要命名的对象永远不需要刷新。',
  },
  'wrong-type': {
    name: 'Content-Type 错误',
    says: '边缘节点给出的类型与内容不符：有的浏览器不显示，有的会下载文件。',
    seen: ['{type|term}', '实为 {expected}', '{found|term}'],
    advice: '请在存储中设置对象的 Content-Type 并刷新该地址；去掉 CDN 响应头规则中的 `Content-Type`。',
  },
  attachment: {
    name: '被下载而不是显示',
    says: '响应带有 Content-Disposition: attachment：单独打开图片时会下载。',
    seen: ['{header}'],
    advice: '请使用自己的域名（OSS 默认域名会强制下载），并去掉对象和 CDN 规则中的 Content-Disposition。',
  },
  'short-cache': {
    name: '缓存时间过短',
    says: '浏览器反复请求同一张图片：读者等待，每次访问都要付费。',
    seen: ['缓存 {ms|duration}', '应不少于 {expected|duration}', '{header|term}'],
    advice:
      '请发送 `Cache-Control: public, max-age=2592000`（阿里云：修改出站响应头；nginx：`expires 30d`；Cloudflare：Browser Cache TTL）；名称含摘要时用 `max-age=31536000, immutable`。',
  },
  'not-immutable': {
    name: '可以永久缓存',
    says: '名称由内容摘要得出，内容永远不会变；浏览器却仍要询问是否已修改。',
    seen: ['{digest}', '{header|term}'],
    advice: '请为这类名称发送 `Cache-Control: public, max-age=31536000, immutable`。',
  },
  'no-validator': {
    name: '无法询问是否已修改',
    says: '既没有 ETag 也没有 Last-Modified：过期后只能整个重新下载。',
    advice:
      '请保留源站的 ETag 或 Last-Modified（nginx：不要 `etag off`，不要 `proxy_hide_header ETag`；阿里云：不要用规则删除它们）。',
  },
  'set-cookie': {
    name: '设置了 Cookie',
    says: '带 Set-Cookie 的图片很少被缓存；一旦被缓存，读者之间会共用会话。',
    seen: ['{cookie}'],
    advice:
      '请为图片去掉它（nginx：`proxy_hide_header Set-Cookie` 和 `proxy_ignore_headers Set-Cookie`；Cloudflare：关闭设置它的功能），或使用不带 Cookie 的域名。',
  },
  'no-hit': {
    name: '边缘节点没有缓存',
    says: '再次请求时边缘节点仍然回源：读者等待，回源流量也要付费。',
    seen: ['{header}'],
    advice:
      '请为该路径设置缓存规则（阿里云：按目录或文件类型设置缓存过期时间；nginx：`proxy_cache_valid 200 30d`；Cloudflare：Cache Rules 设为可缓存），并检查是否有 Set-Cookie、`no-store` 或 `Vary` 阻止缓存。',
  },
  'vary-missing': {
    name: '协商格式却没有 Vary',
    says: '返回哪种格式取决于浏览器的 Accept，响应却没有说明：缓存会把一个浏览器的结果给另一个。',
    seen: ['{found}', '{other}'],
    advice:
      '请发送 `Vary: Accept`，并把 Accept 加入缓存键（阿里云：图片格式转换会同时处理；nginx：在 `proxy_cache_key` 中使用 `$http_accept` 的 `map`），然后刷新。',
  },
  'vary-too-wide': {
    name: '缓存被拆得过细',
    says: 'Vary 中的字段因人而异，几乎没有请求能命中缓存。',
    seen: ['Vary：{vary}'],
    advice: '请在源站去掉这些字段，或让边缘节点忽略它（nginx：`proxy_ignore_headers Vary`）。',
  },
  'query-ignored': {
    name: '参数不起作用',
    says: '无论参数是什么，边缘节点都返回同样的内容：图片处理和版本号都不会生效。',
    seen: ['{query}'],
    advice:
      '请把该参数保留在缓存键中并传给源站（阿里云：不忽略参数，或保留指定参数；nginx：`proxy_cache_key` 中加入 `$is_args$args`；Cloudflare：缓存级别 Standard）。',
  },
  'query-splits-cache': {
    name: '每个参数各缓存一份',
    says: '参数不影响内容，但每换一个参数都要重新回源并各存一份。',
    seen: ['{query}'],
    advice:
      '请让边缘节点忽略该参数（阿里云：忽略参数；nginx：`proxy_cache_key` 不含 `$args`；Cloudflare：Cache Rules 的缓存键），或从文章中去掉：`imgferry relink`。',
  },
  'no-https': {
    name: '不支持 https',
    says: '该主机无法通过 https 访问：在 https 网站上浏览器会改用 https 加载，结果什么也不显示。',
    seen: ['{host}', '{found|term}'],
    advice:
      '请在 CDN 控制台为域名配置证书（阿里云和 Cloudflare 有免费证书），再修改文章：`imgferry relink --map http://HOST/=https://HOST/`。',
  },
  'http-not-redirected': {
    name: 'http 没有跳转',
    says: '该主机也直接响应 http，而没有跳转到 https。',
    seen: ['{host}', 'HTTP {status}'],
    advice:
      '请开启跳转（阿里云：强制跳转 HTTPS；nginx：`return 301 https://$host$request_uri`；Cloudflare：Always Use HTTPS）。',
  },
  'certificate-expiring': {
    name: '证书即将到期',
    says: '该主机的证书即将到期或已经到期：到期后浏览器不显示图片。',
    seen: ['{host}', '{ends|time}', '{found|term}'],
    advice: '请立即续期，并设置自动续期。`imgferry cdn domains` 会列出账号中的证书。',
  },
  'slow-first-byte': {
    name: '响应慢',
    says: '即使命中缓存，边缘节点也很久才开始返回。',
    seen: ['{ms|duration}', '应不超过 {expected|duration}'],
    advice: '请从读者所在地测量。若仍然慢：检查 `no-hit`、CDN 套餐未覆盖的地区，或每次都回源的边缘节点。',
  },
  'svg-uncompressed': {
    name: 'SVG 未压缩',
    says: 'SVG 是文本，却没有用 gzip 或 Brotli 压缩，多传三到五倍的数据。',
    seen: ['{bytes|bytes}'],
    advice: '请为 `image/svg+xml` 开启压缩（阿里云：Gzip 和 Brotli；nginx：`gzip on; gzip_types image/svg+xml;`）。',
  },
  'range-broken': {
    name: '分段请求出错',
    says: '请求部分内容时，边缘节点返回错误或其他内容：断点续传和部分查看器会失败。',
    seen: ['HTTP {status}', '{bytes|bytes}', '{header|term}'],
    advice:
      '请让边缘节点自己处理 Range（阿里云：Range 回源；nginx：不要把 `Range` 传给源站，或使用 `slice`），并刷新已缓存的错误内容。',
  },
  'cors-missing': {
    name: '脚本无法读取',
    says: '网站的脚本无法读取该图片（canvas、fetch），而配置说明需要读取。',
    seen: ['应为 {expected}', '实际 {found|term}'],
    advice:
      '请在边缘节点（而不只是存储）为网站发送 `Access-Control-Allow-Origin`（阿里云：修改出站响应头；nginx：`add_header Access-Control-Allow-Origin`）。',
  },
  'hotlink-open': {
    name: '其他网站可以引用',
    says: '任何网站都可以引用该图片并由您付费，而配置说明不允许。',
    seen: ['HTTP {status}'],
    advice:
      '请只允许自己的网站（阿里云：Referer 白名单；nginx：`valid_referers`；Cloudflare：Hotlink Protection），并允许空 Referer 以便订阅阅读器使用。',
  },
  'hotlink-blocks-own': {
    name: '拦截了自己的网站',
    says: '边缘节点拒绝您自己网站的页面，却允许不带 Referer 的请求。',
    seen: ['HTTP {status}', '{site}'],
    advice: '请把网站域名加入 Referer 白名单（带与不带 www 的都加）。',
  },
  'origin-exposed': {
    name: '可以绕过 CDN 读取存储',
    says: '存储自身的地址对所有人开放：可以绕过 CDN 及其规则读取，价格也更高。',
    seen: ['{origin}', 'HTTP {status}'],
    advice: '请把 Bucket 设为私有，只允许 CDN 读取（阿里云：私有 Bucket 回源；CloudFront：源访问控制）。',
  },
};
