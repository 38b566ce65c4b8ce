/** 各配置项的中文说明，以英文原文为键。 */
export const configuration: Readonly<Record<string, string>> = {
  'posts, folders of posts and globs, relative to this file': '文章、文章所在的目录和通配模式，相对于本文件',
  'where images go: a name under stores, or a store address': '图片放到哪里：stores 下的名称，或存储的地址',
  'buckets and folders by a name of your own, which stands wherever a store is asked for':
    '自己命名的桶和目录；凡需要指定存储之处都可以用这个名称',
  'file:DIR, oss://BUCKET/PREFIX?region=…, s3://BUCKET/PREFIX?region=… or webdavs://HOST/PATH; or kind and the fields below':
    'file:目录、oss://BUCKET/前缀?region=…、s3://BUCKET/前缀?region=… 或 webdavs://主机/路径；也可以用 kind 和下列字段',
  'in place of url, with the fields below': '代替 url，与下列字段同用',
  'folder of a file store, relative to this file': '目录，相对于本文件',
  'name of the bucket': 'Bucket 名称',
  'keys live below it; of a WebDAV server: the path of the folder': '对象名都在它之下；WebDAV：目录的路径',
  'cn-hangzhou, us-east-1, auto, …': '地域：cn-hangzhou、us-east-1、auto 等',
  'where requests go; needed by WebDAV, and by buckets that speak S3 and are not AWS’s':
    '请求发往的 Endpoint；WebDAV，以及兼容 S3 而不是 AWS 的桶必须填写',
  'custom domain that the bucket is reached through': '访问该 Bucket 所用的自有域名',
  'you pay for requests and traffic of someone else’s bucket, as it asks for':
    '请求者付费：访问他人的 Bucket 时，由您支付请求和流量费用',
  'the bucket stands in the path, not in the host name': 'Bucket 写在路径中，而不是主机名中',
  'how requests to OSS are signed: v4 by default; v1 for services that know no other':
    '向 OSS 签名的版本：默认 v4；v1 用于只认识它的服务',
  "address of the bucket's root (file, webdav: of the folder) that is written into posts":
    '写入文章的 Bucket 根目录（file、webdav：目录）的地址',
  'every public prefix that the store ever had': '该存储用过的全部公网地址前缀',
  'env:PREFIX, profile:NAME, ossutil:NAME, picgo, piclist or rclone:NAME; environment variables are expanded':
    '密钥来源：env:前缀、profile:名称、ossutil:名称、picgo、piclist 或 rclone:名称；会展开环境变量',
  'sent with every object that is stored; environment variables are expanded':
    '存入每个对象时附带的响应头；会展开环境变量',
  'template of the names that objects get': '对象名模板',
  'what is read back before a post is changed': '修改文章之前从哪里读回核对',
  'address base that is written into posts; "relative": the path from the post':
    '写入文章的地址前缀；"relative"：从文章出发的相对路径',
  'format of what is stored; keep: each picture’s own, auto: the smallest that shows the same':
    '存入的格式；keep：保持各图原格式，auto：看起来相同的最小格式',
  'off: the bytes stay; lossless: every pixel stays; auto: smaller where nobody sees it':
    'off：内容不变；lossless：像素不变；auto：在看不出差别时变小',
  'fast: safe qualities, nothing measured; balanced and smallest: each try is compared with the picture':
    'fast：用稳妥的质量，不测量；balanced 和 smallest：每次尝试都与原图比较',
  'one fixed quality for every picture': '所有图片使用同一固定质量',
  'SSIMULACRA 2 score that a lossy result must reach': '有损结果必须达到的 SSIMULACRA 2 得分',
  'what image format auto may choose; empty: everything': 'imageFormat 为 auto 时可选的格式；留空：全部',
  'pixels; a wider picture is scaled down': '像素；更宽的图片会缩小',
  'pixels; a higher picture is scaled down': '像素；更高的图片会缩小',
  'a picture that stays larger is scaled down until it fits': '仍然更大的图片会缩小到不超过它',
  'what stays of the metadata: copyright and artist, all of it (the place too), nothing':
    '保留哪些元数据：版权和作者、全部（含拍摄地点）、不保留',
  'optimize: other settings for a folder (in a bucket: a key prefix) and all below it':
    'optimize：为某个目录（桶中为对象名前缀）及其下全部内容另行设置',
  'links to images move: with their image, all, none': '指向图片的链接：随图片一起改、全改、不改',
  'what a link with ?x-oss-process=… becomes': '带 ?x-oss-process=… 的链接如何处理',
  'globs of posts': '文章的 glob',
  'images of these hosts only': '只处理这些主机的图片',
  'images of these hosts stay': '这些主机的图片保持不动',
  'FROM=TO: fetch addresses that start with FROM from TO': 'FROM=TO：以 FROM 开头的地址改从 TO 读取',
  'headers, Referer and rate for one host': '对某个主机使用的请求头、Referer 和速率',
  'sent to this host only; environment variables are expanded': '只发给该主机；会展开环境变量',
  'empty: none is sent': '发送的 Referer；留空：不发送',
  'requests a second at most': '每秒最多的请求数',
  'private hosts (HOST or HOST:PORT) that may be asked': '允许访问的内网主机（HOST 或 HOST:PORT）',
  'address of the site that readers visit': '读者访问的站点地址',
  'whose rules the posts are read by; auto: recognised by the site’s own files':
    '按哪个生成器的规则读取文章；auto：由站点自己的文件识别',
  'requests at once': '同时进行的请求数',
  'requests at once to one host; to a store as many as `concurrency`':
    '对同一主机同时进行的请求数；对存储库则为 `concurrency` 的值',
  'bytes a second that it sends at most; 10MB, 500KB/s': '每秒最多接收的字节数；10MB、500KB/s',
  'transfer: bytes a second at most, both ways together; 10MB, 500KB/s':
    'transfer：每秒最多传输的字节数，上下行合计；10MB、500KB/s',
  'transfer: requests a second at most': 'transfer：每秒最多的请求数',
  'largest image that is fetched': '下载的图片最大多少',
  'room for images that wait under .imgferry/': '.imgferry/ 下等待处理的图片可占用的空间',
  'longest time until a connection stands': '建立连接最长等待多久',
  'longest silence of a server': '服务器最长多久没有动静',
  'longest time for one try at one image': '处理一张图片一次最长多久',
  'check: decode every pixel, or read headers alone': 'check：解码每个像素，或只读文件头',
  'check: what exit code 1 is for': 'check：何时退出码为 1',
  'check: how long a verdict counts; default 1d, and 1h where it could not be seen':
    'check：结论的有效期；默认 1d，无法判断的为 1h',
  'check: a larger file is oversized': 'check：更大的文件算过大',
  'check: an image with more pixels is oversized': 'check：像素更多的图片算过大',
  'check: whether images without a description are told': 'check：是否报告没有替代文字的图片',
  'check: file of what is broken already, relative to this file': 'check：已知问题的清单文件，相对于本文件',
  'check: what is left out': 'check：忽略哪些内容',
  'addresses, or paths of local images; * stands for any characters': '地址或本地图片的路径；* 代表任意字符',
  'globs of posts, as .gitignore has them': '文章的 glob，写法同 .gitignore',
  'only these reasons': '只限这些原因',
  'optimize: folder (in a bucket: key prefix) that replaced images go to; off: they are not kept':
    'optimize：被替换的原图放到哪个目录（桶中为对象名前缀）；off：不保留',
  'repair: archive that is asked for copies of broken images; off: none':
    'repair：向哪个存档查询失效图片的副本；off：不查询',
  'what serves the addresses': '由哪个 CDN 提供这些地址',
  'http: PURGE and BAN to one’s own nginx or Varnish': '服务商；http：向自己的 nginx 或 Varnish 发送 PURGE 和 BAN',
  'as of a store; cloudflare: env:PREFIX, whose PREFIX_API_TOKEN is the token; tencent: its PREFIX_SECRET_ID and _KEY':
    '与存储相同；cloudflare：env:前缀，其“前缀_API_TOKEN”变量为令牌；tencent：其“前缀_SECRET_ID”和“前缀_SECRET_KEY”变量',
  'aliyun: which of its two products': 'aliyun：两种产品中的哪一种',
  'cloudfront: the distribution’s id': 'cloudfront：分配 ID',
  'cloudflare: the zone’s id': 'cloudflare：Zone ID',
  'http: where PURGE goes, with the address’s Host; else: in place of the API’s own':
    'http：PURGE 发往哪里，Host 为该地址的主机名；其他：代替 API 自己的地址',
  'http: sent with PURGE and BAN; environment variables are expanded':
    'http：随 PURGE 和 BAN 发送的请求头；会展开环境变量',
  'hosts that it serves; other addresses are refused': '它所服务的主机名；其他地址一律拒绝',
  'in place of the documented ones, where the account has others': '账号的限额与文档不同时，在此填写',
  'addresses in one call': '一次调用的地址数',
  'prefixes in one call': '一次调用的前缀数',
  'addresses in one call of prefetch': '一次预热调用的地址数',
  'calls a second at most': '每秒最多的调用次数',
  'whether other sites may show the pictures; audit: closed makes an open address a finding':
    '其他网站是否可以显示这些图片（防盗链）；audit：设为 closed 时，未设防的地址会被指出',
  'whether scripts of the site read the pictures (canvas, fetch)': '站点脚本是否读取图片（canvas、fetch）',
  'audit: what browsers keep for less is kept too shortly': 'audit：浏览器缓存短于它的算过短',
  'audit: a later first byte is slow': 'audit：首字节晚于它的算慢',
  'audit: a certificate that ends sooner is told': 'audit：有效期短于它的证书会被指出',
  'after a run: refresh what the edge has of changed addresses': '运行之后：刷新边缘节点上有变化的地址',
  'after a run: have the edge fetch what is new': '运行之后：让边缘节点预热新内容',
  'language of messages; auto: the locale’s': '界面语言；auto：跟随系统区域设置',
  'file that remembers what is done; default .imgferry/ledger.db beside this file':
    '记录已完成工作的台账文件；默认为本文件旁的 .imgferry/ledger.db',
};
