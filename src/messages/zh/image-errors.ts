import type { ErrorText } from '../catalogue.js';

/** For an address that is read as its readers do, to see that it serves what it should. */
const readersWay = '读者就是从这个地址看图的：请检查地址是否正确，以及域名和存储空间的权限。然后重新运行同一条命令。';

/** For an address that links are to lead to, and for the one that they lead to now. */
const newAddress =
  '新地址必须先能提供这张图，链接才会改过去：请检查域名，以及存储空间中是否有它。然后重新运行同一条命令。';
const oldAddress =
  '没有运行记录过它的内容时，新地址要与旧地址比较。如果旧图床已关闭，可从新地址取图：`imgferry migrate 文章 --to 存储 --remap 旧=新`。';

const readingCases = {
  'hint=new-address': { advice: newAddress },
  'hint=old-address': { advice: oldAddress },
  'hint=public-read': { advice: readersWay },
} as const;

/** What became of one image on its way here. */
export const imageErrors = {
  URL_INVALID: {
    title: '这不是有效的地址',
    expected: 'https://域名/路径 或 http://域名/路径',
    advice: '请改正文章中的链接。',
    cases: {
      'hint=upload': { advice: '请写文件路径，或以 https://、http:// 开头的地址。' },
    },
  },
  ADDRESS_BLOCKED: {
    title: '该地址指向内网[[（{hint|term}）]]，未发出请求',
    found: '[[{address}]]',
    advice: '如果确实需要，请放行这个主机：`--allow-host {host}`。',
  },
  DNS_FAILED: {
    title: '域名不存在或无法解析[[：{host}]]',
    found: '[[{reason|term}]]',
    advice: '请在浏览器中打开该地址。如果图床已关闭，可从备份取图：`--remap https://{host}/=file:backup/`。',
    cases: readingCases,
  },
  TLS_FAILED: {
    title: '主机的证书不被信任[[：{host}]]',
    found: '[[{reason|term}]]',
    advice: '请让对方更新证书；若在公司代理之后，用 NODE_EXTRA_CA_CERTS 指定其证书。imgferry 不会跳过证书检查。',
    cases: {
      'reason=ERR_SSL_WRONG_VERSION_NUMBER': {
        title: '主机在这个端口不使用 TLS[[：{host}]]',
        advice: '请改正文章中的地址：端口，或把 https:// 改为 http://。',
      },
    },
  },
  CONNECTION_FAILED: {
    title: '无法连接主机[[：{host}]]',
    found: '[[{reason|term}]][[（经代理 {proxy}）]]',
    advice: '已重试多次。请稍后重新运行同一条命令，或用 `--remap` 从备份取图。',
    cases: {
      proxy: {
        title: '无法经代理连接主机[[：{host}]]',
        advice: '代理来自 HTTP_PROXY、HTTPS_PROXY 或 ALL_PROXY；NO_PROXY 中的主机不经代理。然后重新运行同一条命令。',
      },
      ...readingCases,
    },
  },
  RESPONSE_TIMEOUT: {
    title: '主机没有及时响应[[（{phase|term}）]]',
    expected: '[[在 {ms|duration} 内响应]]',
    advice: '请稍后重新运行同一条命令，或在配置中放宽时间：`imageTimeout: 5m`。',
  },
  RESPONSE_CUT: {
    title: '传输中途断开',
    expected: '[[{expected|bytes}]]',
    found: '[[{found|bytes}]]',
    advice: '已重试多次。请稍后重新运行同一条命令。',
  },
  HTTP_STATUS: {
    title: '主机没有返回图片[[（HTTP {status}）]]',
    expected: '图片（HTTP 200）',
    advice: '请在浏览器中打开该地址。如有备份：`--remap FROM=file:backup/`。',
    cases: {
      'hint=new-address': { found: '[[{url}]]', advice: newAddress },
      'hint=old-address': { found: '[[{url}]]', advice: oldAddress },
      'hint=public-read': { advice: readersWay },
      'hint=challenge': {
        title: '主机要求在浏览器中人工验证[[（HTTP {status}）]]',
        advice: '程序无法下载。请手动保存图片，再用 `--remap FROM=file:backup/`。',
      },
      'status=404': {
        title: '图片不存在（HTTP 404）',
        advice: '图床上已没有这张图。如有备份：`--remap FROM=file:backup/`；否则请从文章中删除该链接。',
      },
      'status=410': {
        title: '图片已被永久删除（HTTP 410）',
        advice: '如有备份：`--remap FROM=file:backup/`；否则请从文章中删除该链接。',
      },
      'status=401': {
        title: '主机要求登录（HTTP 401）',
        advice: '请在配置中通过环境变量提供：`hosts: {{HOST}}: headers: authorization: …`。',
      },
      'status=403': {
        title: '主机拒绝访问（HTTP 403）',
        advice:
          '通常是防盗链：请把 `site:` 设为您网站的地址，或在 `hosts:` 中设置对方接受的 `referer:`。带签名的地址也可能已过期。',
      },
      'status=451': {
        title: '主机依法不能展示（HTTP 451）',
        advice: '如有备份：`--remap FROM=file:backup/`。',
      },
    },
  },
  HTTP_BUSY: {
    title: '主机繁忙或出错[[（HTTP {status}）]]',
    found: '[[要求等待 {retryAfter|duration}]]',
    advice: '已重试多次。请稍后重新运行同一条命令，或降低请求频率：在配置的 `hosts:` 中设置 `rate:`。',
  },
  REDIRECT_INVALID: {
    title: '主机重定向到无法访问的地址',
    advice: '请在浏览器中打开该地址，把最终地址写入文章。',
  },
  TOO_MANY_REDIRECTS: {
    title: '重定向次数过多',
    expected: '[[最多 {expected} 次]]',
    found: '[[{hops}]]',
    advice: '请在浏览器中打开该地址，把最终地址写入文章。',
    cases: { 'hint=loop': { title: '重定向形成循环' } },
  },
  TOO_LARGE: {
    title: '图片超过允许的大小',
    expected: '[[最多 {expected|bytes}]][[最多 {limit|bytes}]]',
    found: '[[{found|bytes}]]',
    advice: '如果确实需要这么大，请在配置中调高 `maxBytes:`。',
  },
  FILE_MISSING: {
    title: '文件不存在',
    advice: '请检查文章中的拼写和大小写。`imgferry scan` 会显示该路径是如何理解的。',
    cases: {
      'hint=upload': { advice: '请检查拼写；路径从当前目录开始。' },
    },
  },
  FILE_UNREADABLE: {
    title: '无法读取文件',
    found: '[[{found|term}]][[{reason|term}]]',
    advice: '请检查权限：`ls -l {path|shell}`。',
  },
  FILE_CHANGED: {
    title: '文件在读取过程中发生了变化',
    advice: '请等写入它的程序完成后，重新运行同一条命令。',
  },
  FILE_NOT_WRITABLE: {
    title: '无法写入图片文件',
    found: '[[{found|term}]]',
    advice: '请检查文件及其所在文件夹的权限：`ls -l {path|shell}`。图片保持原样。',
  },
  ORIGINAL_MISSING: {
    title: '原图没有保留，或已经不在',
    expected: '[[{original}]]',
    advice: '请从备份或 git 中取回。现有的文件保持原样。',
  },
  REPLACED_SINCE: {
    title: '图片在那次运行之后被改动过，保持现状',
    expected: '[[那次运行写入的内容（sha256 {expected}）]]',
    found: '[[{found|term}]]',
    advice: '如仍需要原图，请手动复制回来[[：{original}]]。',
    cases: {
      'hint=headers': {
        title: '对象的响应头在那次运行之后被改动过，保持现状',
        expected: '[[那次运行写入的响应头（{expected}）]]',
        advice: '`imgferry stat` 可查看现状。如需其他响应头，请修改配置后运行 `imgferry headers`。',
      },
    },
  },
  IMAGE_BROKEN: {
    title: '浏览器无法显示这张图片[[：{reason|reason}]]',
    expected: '完整的图片',
    found: '[[{found|term}]]',
    advice: '请在浏览器中打开该地址。如有完好的备份：`--remap FROM=file:backup/`。',
    cases: {
      'hint=upload': { advice: '请用看图软件打开该文件：是否选对，是否完整？' },
      'hint=content-encoding': { title: '响应的压缩方式无法解开[[：{found}]]' },
      path: { advice: '请用完好的副本替换该文件；`imgferry explain 文件` 会说明它有什么问题。' },
    },
  },
  ENCODE_FAILED: {
    title: '图片无法编码[[为 {target}]]',
    found: '[[{found|term}]]',
    advice: '可保留原始数据：`--optimize off`，或保留格式：`--image-format keep`。',
  },
} as const satisfies Record<string, ErrorText>;
