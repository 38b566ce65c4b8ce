import type { ErrorText } from '../catalogue.js';

/** What the store, the disk or the ledger said, and objects that are not what they should be. */
export const storeErrors = {
  STORE_UNREACHABLE: {
    title: '无法连接存储[[“{store}”]]',
    found: '[[{reason|term}]][[（{host}）]]',
    advice: '请检查网络和 Endpoint，然后重新运行同一条命令：会从中断处继续。',
    cases: {
      'reason=ERR_SSL_WRONG_VERSION_NUMBER': {
        title: '存储的服务器在这个端口不使用 TLS[[：{host}]]',
        found: '[[{reason|term}]]',
        advice: '请改正端口。如果本来就不加密，Endpoint 应写成 `http://主机:端口`（`webdav://`）。',
      },
      'found=TLS_FAILED': {
        title: '存储服务器的证书不被信任[[：{host}]]',
        found: '[[{reason|term}]]',
        advice:
          '请更新证书，或使用证书上的主机名。如果证书是自签名的，或由自己的机构签发：请用 NODE_EXTRA_CA_CERTS 指定该证书文件（PEM）。imgferry 从不跳过证书检查。',
      },
      proxy: {
        title: '无法经代理 {proxy} 连接存储[[“{store}”]]',
        advice:
          '代理来自 HTTP_PROXY、HTTPS_PROXY 或 ALL_PROXY（密码写法：`http://用户:密码@主机:端口`）；NO_PROXY 中的主机不经代理。然后重新运行同一条命令。',
      },
    },
  },
  STORE_ERROR: {
    title: '存储出错',
    found: '[[{found|term}]][[：{reason|term}]][[（HTTP {status}）]][[（{host}）]]',
    advice: '请稍后重新运行同一条命令：已存的内容不会重复上传。',
  },
  STORE_REFUSED: {
    title: '存储拒绝这个对象',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice: '请换一个 `--key` 模板，或移开占位的内容。',
    cases: {
      'hint=own-acl': {
        title: '该对象有单独的访问控制列表，复制会使其丢失',
        advice: '请在服务商控制台中修改它的响应头，或先取消按用户名授予的权限。',
      },
      'hint=too-large': {
        title: '存储不接受一次上传这么大的对象',
        expected: '[[最多 {expected|bytes}]]',
        found: '[[{found|bytes}]]',
        advice: '请把它变小，或用服务商自己的工具上传。',
      },
    },
  },
  CLOCK_SKEWED: {
    title: '本机时间不准',
    expected: '与存储的时间相差不超过 15 分钟[[（{expected}）]]',
    advice: '请校准时间（`timedatectl set-ntp true`），然后重新运行同一条命令。',
  },
  DISK_FULL: {
    title: '磁盘空间不足',
    expected: '[[可用空间 {expected|bytes}]]',
    advice: '请腾出空间后重新运行同一条命令：会从中断处继续，没有留下写到一半的文件。',
    cases: { 'hint=store': { title: '存储[[“{bucket}”]]空间不足' } },
  },
  TOO_MANY_FILES: {
    title: '本进程不能再打开更多文件',
    found: '[[{found}]]',
    advice: '请提高上限（`ulimit -n 4096`）或降低 `--concurrency` 后重新运行：会从中断处继续。',
  },
  LEDGER_LOCKED: {
    title: '另一个 imgferry 正在此处运行',
    expected: '同一时间只有一个运行',
    found: '[[进程 {pid}]][[，主机 {host}]][[，始于 {since|time}]]',
    advice: '请等它结束。如果在本机，可用 `ps -p {pid}` 查看；进程已不存在时会自动接管。',
  },
  LEDGER_CORRUPT: {
    title: '台账文件已损坏',
    found: '[[{found|term}]]',
    advice:
      '请先移走它（`mv {path|shell} {path|shell}.broken`），再重新运行该命令：图片会重新下载并比对，不会覆盖任何内容。撤销（`undo`）要用到旧文件，请保留它。',
    cases: {
      'hint=foreign-file': {
        title: '这个文件不是台账',
        advice: '请用 `--ledger` 指定另一个文件，或移走它：`mv {path|shell} {path|shell}.other`。',
      },
      'hint=empty-file': { title: '台账是空文件' },
    },
  },
  LEDGER_FAILED: {
    title: '台账无法使用',
    advice: '请检查磁盘和 .imgferry 目录的权限，然后重新运行同一条命令。',
    cases: {
      'hint=newer-version': {
        title: '台账由更新版本的 imgferry 创建',
        expected: '[[版本 {expected} 或更旧]]',
        found: '[[版本 {found}]]',
        advice: '请更新 imgferry：`npm i -g imgferry@latest`。',
      },
    },
  },
  PUBLIC_ADDRESS_UNREADABLE: {
    title: '已存的图片无法通过公网地址读取',
    expected: '与已存内容一致的数据',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice:
      '请检查 `publicUrl`、Bucket 权限和域名。`--verify stored` 可跳过此检查，之后再用 `imgferry verify`。文章未被修改。',
    cases: {
      'hint=dns': { advice: '域名 {host} 无法解析：请检查 CNAME 记录。`--verify stored` 可跳过此检查；文章未被修改。' },
      'hint=certificate': {
        advice: '{host} 的证书不被信任：请在控制台为域名配置证书。`--verify stored` 可跳过此检查；文章未被修改。',
      },
      'hint=access': {
        advice:
          '读者无权读取 Bucket：请设为公共读，或为 CDN 开启私有 Bucket 回源，并检查防盗链规则。`--verify stored` 可跳过此检查；文章未被修改。',
      },
      'hint=other-bytes': {
        advice:
          '该地址返回的是别的内容：`publicUrl` 是否指向这个 Bucket 和前缀？CDN 是否处理了图片或仍在返回旧缓存？文章未被修改。',
      },
      'hint=guard': { advice: '该地址属于内网：请用 `--allow-host {host}` 放行。文章未被修改。' },
      'hint=connection': { advice: '{host} 没有响应：请检查域名和端口。`--verify stored` 可跳过此检查。' },
    },
  },
  LISTING_FAILED: {
    title: '存储无法完整列出',
    found: '[[{found|term}]][[（HTTP {status}）]]',
    advice: '请重新运行同一条命令：已搬运的保留，从那里继续。',
  },
  OBJECT_ARCHIVED: {
    title: '对象处于归档状态，目前无法读取',
    expected: '可以读取的对象',
    found: '[[存储类型 {found}]]',
    advice: '请在服务商控制台解冻（需要时间和费用），然后重新运行同一条命令。',
  },
  KEY_INVALID: {
    title: '对象名不合法',
    expected: '1 到 1023 字节的 UTF-8，不含空段、“.”、“..”、反斜杠和控制字符',
    found: '[[{found|term}]][[：{other}]]',
    advice: '请修改 `--key` 模板，或给文件改名。',
    cases: {
      'hint=look': { title: '对象不会有这样的名称', advice: '`imgferry ls {store|shell}` 可列出其中的对象。' },
      'hint=transfer': {
        title: '这个名称的对象无法搬运',
        advice: '请在来源处把它复制为另一个键，或用 `--exclude` 略过。',
      },
      'hint=review': {
        title: '图片不能用这个名称',
        expected: '带其格式扩展名、且没有其他图片使用的名称',
        advice: '换一个名称，或留空。',
      },
      'hint=folder': {
        title: '文件夹存不下这个名称的对象',
        expected: '文件系统接受、且不与其他对象冲突的路径',
        advice: '请给对象改名，用 `--exclude` 略过，或搬到 Bucket。',
      },
    },
  },
  OBJECT_CONFLICT: {
    title: '这个名称下已有另一个对象，未作改动',
    advice: '请使用带摘要的模板（`--key "{{digest:2}}/{{digest:32}}.{{ext}}"`）或另一个前缀，或自行移走原有对象。',
    cases: {
      'hint=archive': {
        advice: '请比较两者。若要把另一个放到这里，请先自行移走现有的对象，再运行同一条命令。',
      },
      'hint=transfer': {
        title: '目标处这个键下已有另一个对象，未作改动',
        advice: '请核对两者。若要用来源的对象，请自行删除目标处的对象，再运行同一条命令。',
      },
    },
  },
  OBJECT_NOT_FOUND: {
    title: '存储中没有这个对象',
    advice: '它是否被删除或移动了？重新运行 `migrate` 可从来源再次取回。',
    cases: {
      'hint=transfer': { title: '目标处没有这个对象', advice: '用 `imgferry transfer` 加 `--write` 可搬运过去。' },
      'hint=look': { advice: '`imgferry ls {store|shell}` 可列出其中的对象。' },
      'hint=foreign': {
        title: '该地址不属于这个存储库',
        advice:
          '请用对象名指定（`imgferry ls {store|shell}` 可列出），或把该地址写入此存储库的 `publicUrl`；曾用过的地址写入 `addresses`。',
      },
    },
  },
  OBJECT_MISMATCH: {
    title: '已存的对象与上传的内容不一致',
    advice: '它被修改或替换过。本次运行没有让文章指向它；请核对后自行删除，再重新运行同一条命令。',
    cases: {
      'hint=transfer': {
        title: '对象与清单所列的不一致',
        advice:
          '它被修改或替换过。请核对；若要来源中的那个，请自行删除它，再用 `imgferry transfer` 加 `--write` 搬运过去。',
      },
    },
  },
  CHECKSUM_MISMATCH: {
    title: '数据在上传途中损坏',
    advice: '请重新运行同一条命令。若再次发生，请检查是否有代理改动了经过的数据。',
  },
  PUBLIC_MISMATCH: {
    title: '公网地址返回的数据与已存内容不一致',
    advice: 'CDN 节点可能仍有旧缓存（请刷新），或在途中处理了图片（请关闭）。之后运行 `imgferry verify`。',
    cases: {
      'hint=edge': {
        title: 'CDN 节点对该公开地址仍返回图片存入之前的旧响应',
        expected: '[[已存入的图片（sha256 {expected}）]]',
        advice:
          '源站已有该图片。请先 `imgferry cdn refresh {url|shell} --write`，再运行同一命令；或加上 `--cdn-refresh` 一步完成。',
      },
      'hint=edge-refreshed': {
        title: '已请 CDN 节点清除旧响应，但它仍返回旧响应',
        expected: '[[已存入的图片（sha256 {expected}）]]',
        advice: '服务商刷新需要几分钟（`imgferry cdn status`）。之后运行同一命令，会从此处继续。',
      },
    },
  },
  SOURCE_CHANGED: {
    title: '原地址上的图片已不是计划时的那一张',
    advice: '请重新生成计划：`imgferry migrate 文章 --to 存储 --plan plan.json`。',
    cases: {
      'hint=archive': { title: '对象已被替换', advice: '未作改动。请重新运行同一条命令。' },
      'hint=object': {
        title: '来源对象不断变化',
        advice: '没有存入任何内容。请等它稳定后再运行同一条命令。',
      },
    },
  },
  RELINK_DIFFERENT: {
    title: '新地址返回的图片与旧地址不同',
    found: '[[{found}（旧地址 {from}：{expected}）]]',
    advice: '链接未作改动。请先把图片复制到新域名，或用 `migrate` 迁移。',
  },
} as const satisfies Record<string, ErrorText>;
