/** 命令行帮助的中文，以英文原文为键。 */
export const help: Readonly<Record<string, string>> = {
  // 标题与固定用语
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Begin:': '开始：',
  'Look:': '查看：',
  'Move:': '搬迁：',
  'Mend and make smaller:': '修复与压缩：',
  'Buckets and CDN:': '桶与 CDN：',
  'Afterwards:': '之后：',
  'Many machines:': '多台机器：',
  'Shell:': '终端：',
  'display help for command': '显示帮助',
  'output the version number': '显示版本号',
  'say what a command does and which options it has': '说明某个命令的作用和选项',

  '(imgferry --help lists the commands, imgferry COMMAND --help their options)':
    '（imgferry --help 列出全部命令，imgferry 命令 --help 列出其选项）',
  'Global Options:': '全局选项：',
  'Examples:': '示例：',
  'what is here, and what suits': '这里有什么，适合做什么',
  'every broken image': '所有失效的图片',
  'into a bucket or folder, links following': '搬到桶或目录，链接随之修改',
  'a whole bucket, links following': '整桶搬运，链接随之修改',
  'smaller, measured picture by picture': '逐张测量后压缩',
  'take the last run back': '撤销上一次运行',
  "In the shell's own file:": '在终端自己的配置文件中：',
  'in ~/.bashrc': '写入 ~/.bashrc',
  'in ~/.zshrc, after compinit': '写入 ~/.zshrc，在 compinit 之后',
  'in ~/.config/fish/config.fish': '写入 ~/.config/fish/config.fish',
  'What:': '可以是：',
  "why what stands on the line is an image reference or isn't; posts/a.md:12:3 too":
    '这一行的内容为什么是或不是图片引用；也可写 posts/a.md:12:3',
  'each image of the post, and where it leads': '文章中的每张图片，以及它指向哪里',
  'what optimizing makes of it: what is tried, bytes and score of each try, what is chosen':
    '压缩会得到什么：试了什么，每次的大小和得分，最后选了哪个',
  'what an error means and what to do; the ids of reasons, rules, notes and syntaxes too':
    '错误的含义和处理办法；也可以是原因、规则、提示、写法的代码',
  'Without addresses: what waits from earlier days.': '不写地址：提交前几天留下的部分。',

  // 命令
  'Moves, checks, optimizes and looks after the images of Markdown posts.':
    '搬迁、检查、压缩和照看 Markdown 文章中的图片。',
  'say what is here and what can be done with it; so does imgferry alone':
    '说明这里有什么、可以做什么；不带命令的 imgferry 也是如此',
  'write a configuration: few questions, then `doctor` looks at it': '写配置文件：少量提问，然后由 `doctor` 检查',
  'bring the images of posts to a store and change the links; plans without --write':
    '把文章中的图片搬到存储并修改链接；不加 --write 只是试运行',
  'show in the browser what `migrate` would do: approve, skip or change it image by image, then apply it':
    '在浏览器中审阅 `migrate` 的计划：逐张批准、跳过或修改，然后执行',
  'port on 127.0.0.1; default any that is free': '127.0.0.1 上的端口，默认任一空闲端口',
  'carry out a plan that `migrate --plan` saved': '执行 `migrate --plan` 保存的计划',
  'take the edits of a run back, by default of the newest whose edits stand':
    '撤销一次运行的修改，默认撤销最近一次仍然有效的',
  'list the runs': '列出各次运行',
  'change the domain of links whose images are there already; plans without --write':
    '换域名：图片已在新地址，只改链接；不加 --write 只是试运行',
  'list the images that posts name': '列出文章引用的图片',
  'say why something in a post is an image or is none, what an image can become, or what a code means':
    '说明文章中某处为什么是或不是图片、一张图片能压缩成什么样，或某个代码的含义',
  'look at every image as readers see it; exit code 1 where one is broken':
    '像读者那样查看每张图片；有图片无法显示时退出码为 1',
  'offer what would mend broken images, proved by a look at it; plans without --write':
    '为失效的图片给出经过验证的修复办法；不加 --write 只是试运行',
  'make the images of folders and stores smaller where they stand; plans without --write':
    '就地压缩目录和存储中的图片；不加 --write 只是试运行',
  'bring every object of a store to another one, each proved there; plans without --write':
    '换桶：把一个存储的全部对象搬到另一个并逐个核对；不加 --write 只是试运行',
  'refresh, warm up and prove what the CDN serves': '刷新、预热并核对 CDN 提供的内容',
  'have the edge forget addresses (purge, 刷新); plans without --write':
    '刷新：让边缘节点丢弃这些地址的缓存；不加 --write 只是试运行',
  'have the edge fetch addresses before a reader does (预热); plans without --write':
    '预热：让边缘节点先于读者取回这些地址；不加 --write 只是试运行',
  'look at what the edge really answers; exit code 1 where readers see the wrong thing':
    '查看边缘节点实际返回什么；读者看到的内容有误时退出码为 1',
  'how far tasks are, and what the quota leaves today': '任务进度，以及今天剩余的配额',
  'the account’s domains: CNAME, HTTPS, certificate, origin, rules': '账号下的域名：CNAME、HTTPS、证书、源站、规则',
  'store images (paths or addresses) and print their public addresses': '上传图片（路径或地址）并输出其公网地址',
  'move the local images of posts as the posts are saved, until Ctrl-C': '保存文章时迁移其中的本机图片，按 Ctrl-C 结束',
  'take uploads of editors as PicGo does (Obsidian, VS Code, Typora), until Ctrl-C':
    '像 PicGo 那样接收编辑器（Obsidian、VS Code、Typora）的上传，按 Ctrl-C 结束',
  'list the objects of a store: size, age, class, and which posts use them':
    '列出存储中的对象：大小、时间、存储类型，以及哪些文章使用它们',
  'tell all of one object, by its key or public address; without a key, what the store holds':
    '按对象名或公网地址显示一个对象的全部信息；不给出对象名时显示存储库的总览',
  'list the objects that nothing in the posts’ repository refers to': '列出本站未引用的对象',
  'bring the headers of a store’s objects to the configuration’s, inside the provider; plans without --write':
    '在服务商内部把对象的响应头调整为配置所写的；不加 --write 只是试运行',
  'print redirects from where a run’s images were to where they are now':
    '输出一次运行中图片从旧地址到新地址的重定向规则',
  'remove the originals that `optimize` kept; what it did can’t be undone afterwards':
    '删除 optimize 保存的原图；之后无法再撤销那些优化',
  'of runs that ended so long ago; default 30d, of a run that is named 0':
    '只限结束已久的运行；默认 30d，指定了运行时为 0',
  'write which image became which object, a list to commit; or fill an empty ledger from one':
    '写出图片与对象的对照表，可提交到仓库；或用它填充空台账',
  'write it there; default stdout': '写到这里；默认标准输出',
  'fill the empty ledger from this map': '用这份对照表填充空台账',
  'a map of what other machines brought, for a ledger that is empty': '其他机器写出的对照表，供空台账使用',
  'read everything back that a run stored': '把一次运行存入的内容全部读回核对',
  'look at configuration, credentials, stores, addresses and clock': '检查配置、密钥、存储、地址和时钟',
  'print what completes commands and options in bash, zsh or fish': '输出 bash、zsh 或 fish 的补全脚本',

  // 通用选项
  'configuration, instead of imgferry.config.yaml found upward': '配置文件；默认向上查找 imgferry.config.yaml',
  'ledger, instead of .imgferry/ledger.db beside the configuration': '台账；默认为配置文件旁的 .imgferry/ledger.db',
  'format of the output: text | json': '输出格式：text | json',
  'format of the output: text | json | ndjson': '输出格式：text | json | ndjson',
  'format of the output: text | ndjson | json | sarif | junit | github | markdown | html':
    '输出格式：text | ndjson | json | sarif | junit | github | markdown | html',
  'format of the output: text | ndjson | json | sarif | html': '输出格式：text | ndjson | json | sarif | html',
  'format of the output: html | csv': '输出格式：html | csv',
  'format of the output: ndjson': '输出格式：ndjson',
  'format of the output: text': '输出格式：text',
  'write the output to a file': '把输出写入文件',
  'en | zh | auto': '界面语言：en | zh | auto',
  'only errors and the result': '只显示错误和结果',
  'every image, every edit': '显示每张图片、每处修改',
  'no colours': '不使用颜色',
  'only these posts (repeatable)': '只处理这些文章（可重复）',
  'not these posts (repeatable)': '不处理这些文章（可重复）',
  'dialect of the posts, instead of the recognised one': '文章所用的生成器，代替自动识别',
  'dialect of the post, instead of the recognised one': '文章所用的生成器，代替自动识别',
  'a private address that may be asked: HOST or HOST:PORT (repeatable)':
    '允许访问的内网地址：HOST 或 HOST:PORT（可重复）',
  'requests at once': '同时进行的请求数',
  'do it': '正式执行',
  'address of the site that readers visit': '读者访问的站点地址',

  // init
  'file:DIR, oss://BUCKET/PREFIX?region=…, s3://…, webdavs://…':
    'file:目录、oss://BUCKET/前缀?region=…、s3://…、webdavs://…',
  "address of the bucket's root or of the folder; `relative`: the path from the post":
    'Bucket 根目录或目录的地址；`relative`：从文章出发的相对路径',
  'what points at the keys: env:PREFIX | profile:NAME | ossutil:NAME | picgo | piclist | rclone:NAME':
    '密钥在哪里：env:前缀 | profile:名称 | ossutil:名称 | picgo | piclist | rclone:名称',
  'ask nothing: what is suggested, images into a folder of the site unless --to names a store':
    '不提问：采用建议的答案，图片放入站点的目录，除非 --to 指定了存储',

  // 存储与编码
  'keep | auto | webp | avif | jpeg | png': '图片格式：keep | auto | webp | avif | jpeg | png',
  'off | lossless | auto': '压缩方式：off | lossless | auto',
  'one fixed quality, 1 to 100': '固定质量，1 到 100',
  'fast (measures nothing) | balanced | smallest': '投入程度：fast（不测量）| balanced | smallest',
  'SSIMULACRA 2 score that what loses something must reach; default 80':
    '有损结果必须达到的 SSIMULACRA 2 得分；默认 80',
  'what `--image-format auto` may choose: webp,avif': '`--image-format auto` 可以选择的格式：webp,avif',
  'scale wider pictures down': '缩小更宽的图片',
  'scale higher pictures down': '缩小更高的图片',
  'what stays: copyright (and artist) | all (the place too) | none':
    '保留哪些元数据：copyright（含作者）| all（含拍摄地点）| none',
  'file:DIR, oss://BUCKET/PREFIX?region=…, s3://…, webdavs://…, or a name under `stores`':
    'file:目录、oss://BUCKET/前缀?region=…、s3://…、webdavs://…，或 `stores` 下的名称',
  "address of the bucket's root or of the folder that is written; `relative`: the path from the post":
    '写入文章的 Bucket 根目录或目录的地址；`relative`：从文章出发的相对路径',
  'name that an object gets: {year} {month} {day} {digest:N} {name} {ext} {post} {width} {height}':
    '对象名模板：{year} {month} {day} {digest:N} {name} {ext} {post} {width} {height}',
  'what is read back before its address is written: stored | public': '写入地址之前从哪里读回核对：stored | public',
  'only images of this host (repeatable)': '只处理该主机的图片（可重复）',
  'not images of this host (repeatable)': '不处理该主机的图片（可重复）',
  'fetch addresses that start with FROM from TO: a mirror, file:DIR, a store (repeatable)':
    '以 FROM 开头的地址改从 TO 读取：镜像、file:目录或存储（可重复）',
  'links to images: same (move with their image) | all | off': '指向图片的链接：same（随图片一起改）| all | off',
  'links with ?x-oss-process=…: original | keep | bake': '带 ?x-oss-process=… 的链接：original | keep | bake',
  'then have the CDN forget what changed (see `imgferry cdn`)': '完成后让 CDN 刷新有变化的地址（见 `imgferry cdn`）',
  'then have the CDN fetch what is new': '完成后让 CDN 预热新地址',
  'prepare, and show what would change in the posts': '准备好，并显示文章将如何修改',
  'prepare, and save the plan for `imgferry apply`': '准备好，并保存供 `imgferry apply` 使用的计划',
  'show what would change in the posts': '显示文章将如何修改',
  'only in this post': '只在这篇文章中',
  'address prefix, and the one that takes its place (repeatable)': '地址前缀，以及代替它的前缀（可重复）',
  'scale the picture down until it fits: 300KB': '缩小图片直到不超过该大小：300KB',
  'scale pictures down until they fit: 300KB': '缩小图片直到不超过该大小：300KB',

  // 检查与修复
  'one more report: text | ndjson | json | sarif | junit | github | markdown | html (repeatable)':
    '另出一份报告：text | ndjson | json | sarif | junit | github | markdown | html（可重复）',
  'only posts that changed since --since, or whose images did': '只看自 --since 以来有变化的文章，或其图片有变化的文章',
  'commit to compare with; else the base of a pull request on GitHub, else HEAD':
    '与哪个提交比较；默认为 GitHub 上拉取请求的目标分支，否则为 HEAD',
  'only what is to be committed': '只看将要提交的内容',
  'only files: no network': '只看本地文件：不访问网络',
  'every object of a bucket or folder instead of posts': '不看文章，而看一个桶或目录的全部对象',
  'decode every pixel (default)': '解码每个像素（默认）',
  'headers and first bytes alone': '只看响应头和开头的字节',
  'a larger file is oversized: 300KB': '更大的文件算过大：300KB',
  'an image with more pixels is oversized: 4MP': '像素更多的图片算过大：4MP',
  'broken (default) | unverifiable | warn | never': '何时算失败：broken（默认）| unverifiable | warn | never',
  'fail only on what this list does not have': '只有不在该清单中的问题才算失败',
  'write the list anew': '重新写出该清单',
  'how long a verdict counts: 0, 12h, 7d': '检查结论的有效期：0、12h、7d',
  'how long what a check saw counts: 0, 12h, 7d': '检查结果的有效期：0、12h、7d',
  'folder with copies of images, known by their bytes (repeatable)': '存有图片副本的目录，按内容识别（可重复）',
  'archive that is asked last: https://archive.org/ (default), another, or off':
    '最后查询的存档：https://archive.org/（默认）、其他地址，或 off',

  // 压缩与搬运
  'posts that follow where an image gets another name': '图片改名时随之修改的文章',
  'only these images (repeatable)': '只处理这些图片（可重复）',
  'not these images (repeatable)': '不处理这些图片（可重复）',
  'only files that changed since --since': '只处理自 --since 以来有变化的文件',
  "address of the bucket's root or of the folder, as posts name it": '文章中所用的 Bucket 根目录或目录的地址',
  'folder, in a bucket key prefix, that replaced images go to; off: none':
    '被替换的原图放到哪个目录（桶中为对象名前缀）；off：不保留',
  'posts whose links follow': '链接随之修改的文章',
  "address of the target bucket's root or of the folder, as posts will name it":
    '文章将使用的目标 Bucket 根目录或目录的地址',
  'only these keys (repeatable)': '只处理这些对象名（可重复）',
  'not these keys (repeatable)': '不处理这些对象名（可重复）',
  'lossless | auto: pictures become smaller on the way, in their format; default off':
    'lossless | auto：搬运途中把图片变小，格式不变；默认 off',
  'bytes a second at most, both ways together: 10MB, 500KB/s': '每秒最多传输的字节数，上下行合计：10MB、500KB/s',
  'requests a second at most': '每秒最多的请求数',
  'list of what was moved (NDJSON; FILE.sha256: for sha256sum -c); --check verifies by it':
    '已搬内容的清单（NDJSON；文件名以 .sha256 结尾：供 sha256sum -c 使用）；--check 按它核对',
  'compare only: what is missing, different, or only at the target': '只比较：缺少的、不同的、仅目标才有的',

  // CDN
  'every address that this run changed (imgferry runs)': '该次运行修改过的全部地址（见 imgferry runs）',
  'every object of a store': '存储中的全部对象',
  'everything below this address, or, with --store, keys that begin so':
    '该地址之下的全部内容；与 --store 同用时为以此开头的对象名',
  'what the quota has no room for is sent by the same command on later days':
    '配额容不下的部分，之后几天由同一条命令继续提交',
  'what was sent before too': '之前提交过的也再次提交',
  'everything with this cache tag (repeatable)': '带有该缓存标签的全部内容（可重复）',
  'with --store: keys that begin so': '与 --store 同用：以此开头的对象名',
  'every image of a store': '存储中的全部图片',

  // 照看
  'port on 127.0.0.1; default 36677, where PicGo’s plugins ask':
    '127.0.0.1 上的端口；默认 36677，即 PicGo 插件访问的端口',
  'a web page that may upload; all others are refused (repeatable)': '允许上传的网页；其他网页一律拒绝（可重复）',
  'posts that are looked through for the objects': '在哪些文章中查找对这些对象的使用',
  'ask every object for its type and headers: a request each': '逐个查询对象的类型和响应头：每个一次请求',
  'look through every other branch, too': '也查看其他所有分支',
  'move them below this key prefix; plans without --write': '归档：移到该前缀之下；不加 --write 只是试运行',
  'archive: only what was stored so long ago; default 30d': '归档：只处理这么久以前存入的；默认 30d',
  'bring back what was archived below this prefix; plans without --write':
    '恢复归档在该前缀之下的对象；不加 --write 只是试运行',
  'nginx | htaccess | netlify | cloudflare | html': '规则格式：nginx | htaccess | netlify | cloudflare | html',
  'folder whose files the site serves from its root, for local images that moved':
    '站点根路径对应的目录，用于已搬走的本地图片',
  'stored | public': '从哪里读回：stored | public',
  'the store to look at': '要检查的存储',
  "address of the bucket's root or of the folder": 'Bucket 根目录或目录的地址',

  // report
  'make a page of what a run did: pictures before and after, sizes, hosts, posts':
    '把一次运行做了什么生成网页：图片前后对比、大小、主机、文章',
  'show pictures too that are in buckets and at old addresses; without it the network is not asked':
    '也显示桶里和旧地址上的图片；不加此项则不访问网络',
  'open it in the browser': '在浏览器中打开',
  'instead of the page a table, old address to new, for whoever takes over':
    '不生成网页，改为旧地址到新地址的表格，供交接使用',

  // 多台机器
  'have `imgferry work` on other machines see to the images: redis://HOST:PORT':
    '由其他机器上的 `imgferry work` 处理图片：redis://主机:端口',
  'do the work of a command with `--queue` on another machine, until Ctrl-C':
    '替另一台机器上带 `--queue` 的命令工作，直到 Ctrl-C',
  'where the queue is: redis://HOST:PORT (the password also in IMGFERRY_QUEUE_PASSWORD)':
    '队列所在的 Redis：redis://主机:端口（密码也可放在 IMGFERRY_QUEUE_PASSWORD 中）',
  'serve /healthz and /metrics: PORT on 127.0.0.1, or HOST:PORT':
    '提供 /healthz 和 /metrics：127.0.0.1 上的端口，或 主机:端口',
  'look at and steer the jobs that workers share': '查看和控制工作机共享的任务',
  'how many jobs wait and run, and who works': '等待和进行中的任务数，以及有哪些工作机',
  'have workers finish what they have and take no more': '工作机完成手上的任务后不再领取',
  'have workers take jobs again': '工作机恢复领取任务',
  'remove what waits and what nobody fetched; jobs under way are finished':
    '移除等待的任务和无人领取的结果；进行中的会完成',
  'list the jobs that workers gave up, each with its whole error': '列出工作机放弃的任务及完整错误',
  'send jobs again that were given up: all, or those named': '重新发送被放弃的任务：全部，或指定的任务',

  // 命令行写错时
  "unknown command '{}'": '没有这个命令：{}',
  "unknown option '{}'": '没有这个选项：{}',
  "missing required argument '{}'": '缺少参数 {}',
  "option '{}' argument missing": '选项 {} 缺少值',
  "required option '{}' not specified": '缺少必需的选项 {}',
  "option '{}' argument '{}' is invalid.": '选项 {} 的值“{}”无效。',
  "too many arguments for '{}'. Expected {} arguments but got {}.": '{} 的参数过多：应有 {} 个，给出了 {} 个。',
  "too many arguments for '{}'. Expected {} argument but got {}.": '{} 的参数过多：应有 {} 个，给出了 {} 个。',
  '(Did you mean {}?)': '（是否想输入 {}？）',
  'A number is expected.': '应为数字。',
  'A whole number is expected.': '应为整数。',
  'A port is expected: 0 to 65535.': '应为端口：0 到 65535。',
};
