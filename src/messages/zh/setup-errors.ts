import type { ErrorText } from '../catalogue.js';

/** What the person asked for, or set up. */
export const setupErrors = {
  USAGE_INVALID: {
    title: '命令行参数有误[[：{option}]]',
    found: '[[{found|typed}]]',
    advice: '[[是否想写 `{hint}`？]]用 `imgferry 命令 --help` 查看可用的选项。',
    cases: {
      lines: {
        title: '没有第 {found} 行',
        expected: '1 到 {lines} 之间的行号',
        advice: '用 `imgferry explain {path|shell}` 查看其中的每张图片。',
      },
    },
  },
  CONFIG_INVALID: {
    title: '配置文件中有无法使用的值[[：{key}]]',
    found: '[[{found|typed}]]',
    advice: '[[是否想写 `{hint}`？]]请改正，或删掉这一项（每个选项都有默认值）。config/presets/ 中有带注释的示例。',
    cases: {
      'hint=proxy': {
        title: '环境变量指定的代理无法使用',
        advice: '`env | grep -i _proxy` 会列出已设置的变量（小写的也算，而且优先）。请改正或取消设置。',
      },
    },
  },
  CONFIG_UNREADABLE: {
    title: '无法读取配置文件',
    found: '[[{found|term}]][[：{detail}]]',
    advice: '请改正所指的位置；支持 YAML 的编辑器也会标出它。',
    cases: {
      'found=missing': {
        title: '找不到这个配置文件',
        advice: '请检查 `--config` 的路径，或去掉它：程序会从当前目录向上查找 imgferry.config.yaml。',
      },
      'found=not-readable': { advice: '请确认它是文件，并且您有读取权限：`ls -l {path|shell}`。' },
      'expected=.yaml': { advice: '配置只能是 YAML 或 JSON，不会执行代码。' },
    },
  },
  CONFIG_EXISTS: {
    title: '已经有配置文件了',
    advice: '没有改动它。请直接编辑，或先把它移走；`imgferry doctor` 会检查其中的内容。',
  },
  ANSWERS_NEEDED: {
    title: '`imgferry init` 需要提问，但这里没有可供回答的终端',
    expected: '终端，或 `--yes`',
    advice:
      '`imgferry init --yes` 采用建议的答案；`--to`、`--public-url`、`--credentials`、`--generator`、`--site` 可另行指定。',
  },
  STORE_UNKNOWN: {
    title: '没有这个存储[[：“{name}”]]',
    expected: '[[{known}，或 ]]file:目录、oss://BUCKET/前缀?region=…、s3://BUCKET/前缀?region=…、webdavs://主机/路径',
    advice: '请检查拼写，或在 imgferry.config.yaml 的 `stores:` 下添加它。',
  },
  STORE_INVALID: {
    title: '存储[[“{store}”]]的写法无法使用[[：{field}]]',
    advice:
      '请写成 file:目录、oss://BUCKET/前缀?region=cn-hangzhou、s3://BUCKET/前缀?region=us-east-1&endpoint=URL，或 webdavs://主机/路径；地域和 Endpoint 可在控制台的 Bucket 页面查到。',
    cases: {
      'field=bucket': {
        advice:
          '请以控制台 Bucket 页面上的名称为准，写在最前面：`oss://BUCKET/前缀?region=…`、`s3://BUCKET/前缀?region=…`。',
      },
    },
  },
  STORE_HAS_SECRET: {
    title: '存储地址中含有密钥[[（{field}）]]',
    expected: '不含密钥的地址：它会被显示、记录和保存',
    found: '[[{field|term}]]',
    advice:
      '请删掉它，并视该密钥为已泄露，重新创建一个。密钥应来自环境变量（OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET，或 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY，或 WEBDAV_USERNAME、WEBDAV_PASSWORD）或配置中的 `credentials:`。',
  },
  CREDENTIALS_MISSING: {
    title: '没有找到存储[[“{store}”]]的密钥',
    expected: '[[{expected} 之一]]',
    found: '[[只有 {found}]]',
    advice:
      '请设置 OSS_ACCESS_KEY_ID 和 OSS_ACCESS_KEY_SECRET，或指定来源：`credentials: env:前缀`、`ossutil:名称`、`picgo`、`piclist`。`imgferry doctor` 会列出在哪里找到了什么。',
    cases: {
      variable: {
        title: '配置中引用的环境变量没有设置：{variable}',
        expected: '[[{key} 的值]]',
        found: '[[{found|term}]]',
        advice: '请在 shell 中设置（`export {variable}=…`），或加到 CI 的密钥中。',
      },
      source: {
        title: '指定的来源中没有密钥：{source}',
        expected: '[[{expected}]]',
        advice: '请检查名称；`imgferry doctor` 会列出在哪里找到了什么。',
      },
      'provider=s3': {
        advice:
          '请设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY（兼容 S3 的服务商都会提供这样一对密钥），或指定来源：`credentials: env:前缀`、`profile:名称`、`rclone:名称`。`imgferry doctor` 会列出在哪里找到了什么。',
      },
      'provider=webdav': {
        title: '存储[[“{store}”]]的服务器要求登录，但没有找到密码',
        found: '[[认证方式：{found}]]',
        advice:
          '请设置 WEBDAV_USERNAME 和 WEBDAV_PASSWORD，或用 `credentials: env:前缀` 指定其他变量（前缀_USERNAME、前缀_PASSWORD）。通过网页登录的服务一般提供“应用密码”。',
      },
    },
  },
  CREDENTIALS_UNREADABLE: {
    title: '无法读取保存密钥的文件',
    found: '[[{found|term}]][[：{detail}]]',
    advice: '请确认文件存在、您有读取权限，并且它所属的工具仍能使用它。',
  },
  CREDENTIALS_AMBIGUOUS: {
    title: '两个同类存储会使用同一对密钥',
    expected: '每个存储各自的密钥来源',
    found: '[[{stores} 都没有写 `credentials:`]]',
    advice:
      '请在 imgferry.config.yaml 的 `stores:` 下为两者命名，并各写一行 `credentials:`（`env:前缀`、`profile:名称`）；如果确实相同，就写两遍。',
  },
  CREDENTIALS_REJECTED: {
    title: '存储不接受密钥[[ {keyId}]][[（来自 {source}）]][[ {name}]]',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice: '请确认该 AccessKey 已启用、属于此账号，且密钥复制完整。`imgferry doctor` 会显示用的是哪个密钥、来自哪里。',
  },
  POSTS_NOT_NAMED: {
    title: '指的是哪些文章？',
    expected: '站点的目录，或文章的路径',
    found: '包含一切的目录：其下的全部内容都会被读取',
    advice: '请进入文章所在的目录，或者指定它：`imgferry overview 路径`；确实指当前目录时写 `.`。',
  },
  NO_POSTS_FOUND: {
    title: '没有找到文章',
    expected: 'Markdown 或 HTML 文件（.md、.markdown、.mdx、.html）',
    found: '[[{paths} 下没有]]',
    advice:
      '请进入文章所在的目录，或者在命令后写出它；同时检查 --include 和 --exclude；`imgferry --help` 列出所有命令。',
  },
  PATH_NOT_FOUND: {
    title: '路径不存在',
    expected: '文件或目录',
    advice: '请检查拼写；命令行中的路径相对于当前目录，配置中的路径相对于配置文件所在目录。',
    cases: {
      'hint=store': {
        title: '存储的目录不存在',
        expected: 'WebDAV 服务器上的目录',
        advice: '请检查存储地址中的路径，并确认该处提供 WebDAV 服务。',
      },
      'hint=file': {
        title: '存储是文件，而不是目录',
        expected: '目录',
        advice: '请指定该文件所在的目录：`file:目录`。',
      },
      'hint=glob': {
        title: '没有文章与该模式匹配',
        expected: '匹配的 Markdown 或 HTML 文件（.md、.markdown、.mdx、.html）',
        advice: '请检查拼写；`**` 代表任意层目录。被 git 忽略的和生成器生成的文件，只有在模式以其目录开头时才算在内。',
      },
    },
  },
  KEY_TEMPLATE_INVALID: {
    title: '对象名模板无法使用[[：{template}]]',
    expected: '[[{expected}]]',
    found: '[[{field}]][[{found|term}]]',
    advice:
      '可用字段：{{year}} {{month}} {{day}} {{digest}} {{digest:N}} {{name}} {{ext}} {{post}} {{width}} {{height}}；其余文字原样保留。',
    cases: {
      'hint=queue': {
        title: '对象名会取决于哪台工作机先完成[[：{template}]]',
        advice:
          '使用 `--queue` 时对象名只能由内容决定：{{digest}} 或 {{digest:N}}（N 至少 16）、{{ext}}、{{width}}、{{height}}。',
      },
    },
  },
  PUBLIC_URL_MISSING: {
    title: '不知道读者通过什么地址访问存储[[“{store}”]]',
    expected: '写入文章的地址前缀',
    advice:
      '请加上 `--public-url https://img.example.com/`、`--public-url /images/` 或 `--public-url relative`；也可在配置中为该存储写 `publicUrl:`。',
  },
  PORT_NOT_FREE: {
    title: '无法监听端口[[ {port}]]',
    advice: '请结束占用它的程序（另一个 `imgferry serve`、PicGo），或用 `--port` 换一个端口。',
  },
  REMAP_INVALID: {
    title: '地址映射无法使用[[：{found}]]',
    expected: 'FROM=TO，两个地址前缀',
    advice: '例如 `https://old.example.com/=file:backup/` 或 `https://old.example.com/=https://mirror.example/`。',
    cases: { 'hint=relink': { advice: '例如 `https://old.example.com/=https://img.example.com/`。' } },
  },
  PLAN_INVALID: {
    title: '这个文件不是可以执行的计划',
    found: '[[{found|term}]]',
    advice: '请重新生成：`imgferry migrate 文章 --to 存储 --plan plan.json`。',
  },
  MAP_INVALID: {
    title: '这个文件不是图片对照表[[（第 {line} 行）]]',
    found: '[[{found}]]',
    advice: '请使用 `imgferry map --out 文件` 写出的文件；合并之后请删除冲突标记。',
  },
  RUN_UNKNOWN: {
    title: '没有这次运行[[：{run}]]',
    expected: '[[{known} 之一]]',
    advice: '`imgferry runs` 列出这里记录的所有运行。',
    cases: {
      'hint=none-yet': {
        title: '这里还没有可以报告的运行',
        advice:
          '加 `--write` 执行命令才是一次运行：`imgferry migrate POSTS --to STORE --write`。其他文件夹的运行请在那里查看，或用 `--ledger FILE` 指定账本。',
      },
    },
  },
  NOTHING_TO_UNDO: {
    title: '[[{post} 中]]没有可以撤销的内容',
    expected: '修改仍然有效的一次运行',
    advice: '[[改过的有 {known}。]]`imgferry runs` 列出每次运行及其修改的状态。',
  },
  BUCKET_NOT_FOUND: {
    title: 'Bucket 不存在[[：{bucket}]]',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice: '请检查名称和地域，并确认密钥属于拥有它的账号。imgferry 不会创建 Bucket。',
  },
  REGION_WRONG: {
    title: 'Bucket[[ {bucket} ]]在另一个地域',
    expected: '[[{expected}]]',
    advice: '请在存储地址或配置中写上正确的地域。',
  },
  ENDPOINT_FORBIDDEN: {
    title: '不能通过此 Endpoint 访问 Bucket[[：{host}]]',
    expected: '自定义域名（CNAME），或对该账号开放的 Endpoint',
    advice:
      '2025 年 3 月起的新用户只能通过自有域名访问中国内地地域的 Bucket：请在控制台绑定域名，并在存储上加 `cname=https://img.example.com`。',
    cases: {
      'hint=path-style': { advice: 'OSS 不支持把 Bucket 写在路径中：请使用所在地域的默认 Endpoint，或自有域名。' },
    },
  },
  MANIFEST_INVALID: {
    title: '清单文件无法使用',
    expected: '`imgferry transfer --manifest` 写出的各行',
    found: '[[{found|term}]]',
    advice: '请检查该行，或用 `--write --manifest {path|shell}` 重新生成清单。',
  },
  STORE_ACCESS_DENIED: {
    title: '存储[[“{store}”]]拒绝访问[[（密钥 {keyId}）]]',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice:
      '请在 RAM 策略中为该密钥授予此 Bucket 的 oss:PutObject、oss:GetObject、oss:ListObjects 权限，或让当前用户能访问该目录。[[如果这是他人开启了请求者付费的 Bucket：请在配置的该存储下写 `{setting}`，或在地址中加 `&requester-pays=true`。]]',
    cases: {
      'hint=list': {
        title: '不允许列出存储[[“{bucket}”]][[（密钥 {keyId}）]]',
        advice:
          '搬运前必须知道有哪些对象：请为该密钥授予 oss:ListObjects（s3:ListBucket）权限，仅能读取对象是不够的。[[如果这是他人开启了请求者付费的 Bucket：请在配置的该存储下写 `{setting}`，或在地址中加 `&requester-pays=true`。]]',
      },
      'provider=webdav': {
        title: 'WebDAV 服务器拒绝[[以 {keyId} 身份]]访问存储[[“{store}”]]',
        advice: '请检查地址中的路径是否就是该目录，以及该用户能否在其中读取、写入、新建目录和删除。',
      },
      'provider=s3': {
        advice:
          '请为该密钥授予此 Bucket 的 s3:PutObject、s3:GetObject、s3:ListBucket 权限（没有最后一项时，不存在的对象看起来像被禁止访问）；`doctor` 还需要 s3:DeleteObject。[[如果这是他人开启了请求者付费的 Bucket：请在配置的该存储下写 `{setting}`，或在地址中加 `&requester-pays=true`。]]',
      },
    },
  },
  FOLDER_NOT_WRITABLE: {
    title: '目录不可写',
    found: '[[{found|term}]]',
    advice: '请检查属主和权限（`ls -ld {path|shell}`），或用 `--to file:目录` 换一个目录。',
    cases: {
      'hint=ledger': {
        title: '台账无法写入',
        advice: '请检查属主和权限（`ls -ld {path|shell}`），或用 `--ledger FILE` 指定其他位置。',
      },
      'option=--manifest': {
        title: '清单无法写入该文件',
        advice: '请指定一个可以写入的文件，其目录必须已存在。没有搬运任何内容。',
      },
      option: {
        title: '输出无法写入该文件',
        advice: '请指定一个可写的文件。',
      },
    },
  },
  FOLDER_ESCAPED: {
    title: '有链接指向存储目录之外',
    expected: '[[{expected} 之内的路径]]',
    advice: '请把该符号链接换成真正的目录，或直接把它指向的目录作为存储。',
  },
} as const satisfies Record<string, ErrorText>;
