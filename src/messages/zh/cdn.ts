import type { CdnNoteId } from '../../core/outcome.js';
import type { ErrorText } from '../catalogue.js';
import type { CdnLabelId } from '../cdn-label-ids.js';

/** 各服务商的说法不同，意思相同。 */
const wrongKey = {
  advice: '密钥不正确：请确认该 AccessKey 已启用、属于此账号，且密钥复制完整。',
};

/** CDN 拒绝的请求。 */
export const cdnErrors = {
  CDN_NOT_CONFIGURED: {
    title: '配置中没有指定 CDN',
    expected: '`cdn:`，其中 `provider: aliyun | tencent | cloudflare | cloudfront | http`',
    advice: '请在 imgferry.config.yaml 中加入 `cdn:`；docs/cdn.md 说明了各服务商需要创建什么、填写什么。',
  },
  CDN_UNSUPPORTED: {
    title: '该服务商不支持此操作[[：{provider}]][[，{action}]][[（{target|term}）]]',
    advice: 'docs/cdn.md 列出了各服务商支持的操作。请改为逐个列出地址，或去掉该选项。',
    cases: {
      'action=prefetch': {
        advice: '该服务商无法预热：由第一位读者触发回源。docs/cdn.md 列出了各服务商支持的操作。',
      },
      'action=domains': { advice: '没有可查询的账号：请查看您自己服务器的配置。' },
    },
  },
  CDN_ACCESS_DENIED: {
    title: 'CDN 拒绝访问[[：{provider}]][[，{action}]][[，密钥 {keyId}]]',
    found: '[[{found}]][[（{detail}）]]',
    advice: '请为该密钥授予 docs/cdn.md 中列出的权限（aliyun、tencent、cloudfront 有可直接粘贴的策略）。',
    cases: {
      'found=SignatureDoesNotMatch': wrongKey,
      'found=InvalidAccessKeyId.NotFound': wrongKey,
      'found=InvalidAccessKeyId.Inactive': wrongKey,
      'found=AuthFailure.SignatureFailure': wrongKey,
      'found=AuthFailure.SecretIdNotFound': wrongKey,
      'found=InvalidClientTokenId': wrongKey,
      'provider=cloudflare': {
        advice:
          '请创建一个对该 Zone 具有 Zone · Cache Purge · Purge 权限的令牌，并检查 `cdn.zone`：docs/cdn.md 说明了两者在哪里。',
      },
      'found=NoSuchDistribution': {
        advice: '请检查 `cdn.distribution`（分配 ID，形如 E1A2B3C4D5E6F7），以及密钥是否属于同一账号。',
      },
      'provider=http': {
        advice:
          '请允许本机地址发送 PURGE（nginx：`allow`；Varnish：`acl purge`），或通过 `cdn.headers` 发送它要求的请求头。',
      },
    },
  },
  CDN_QUOTA_EXCEEDED: {
    title: 'CDN 今日配额不足[[：{action}]]',
    expected: '[[最多 {expected}]]',
    found: '[[{found}]]',
    advice:
      '超出配额的部分没有发送。`--spread` 先发送配额以内的部分，其余留到之后几天；`--prefix` 只占用一次目录配额。',
  },
  CDN_UNREACHABLE: {
    title: '无法连接 CDN 接口[[：{host}]]',
    found: '[[{found}]]',
    advice: '请检查网络和 `cdn.endpoint`。重新运行同一条命令会从中断处继续；当时正在发送的那一批会再发一次。',
    cases: {
      proxy: {
        title: '无法经代理 {proxy} 询问边缘节点[[：{host}]]',
        found: '[[{found|term}]]',
        advice:
          '代理来自 HTTP_PROXY、HTTPS_PROXY 或 ALL_PROXY；NO_PROXY 中的主机不经代理。然后重新运行同一条命令：对边缘节点还一无所知。',
      },
    },
  },
  CDN_THROTTLED: {
    title: 'CDN 暂时不接受更多请求[[：{provider}]]',
    found: '[[{found}]]',
    advice: '已降低速度并多次重试。请稍后重新运行同一条命令，会从中断处继续。',
  },
  CDN_REFUSED: {
    title: 'CDN 不接受此请求[[：{provider}]]',
    found: '[[{found}]][[（{detail}）]]',
    advice: '请确认该地址的域名属于此账号且已启用：`imgferry cdn domains` 会列出全部域名。',
    cases: {
      'method=GET': {
        title: '边缘没有返回图片',
        advice: '没有可缓存的内容：`imgferry cdn audit 地址` 会说明它返回了什么、该怎么办。',
      },
      'provider=http': { advice: '服务器不认识该方法：docs/cdn.md 说明了 nginx 和 Varnish 如何支持 PURGE 与 BAN。' },
      'hint=domain': {
        title: '该地址不在此 CDN 的任何域名下',
        expected: '[[以下之一：{expected}]]',
        advice: '请去掉它，或把它的主机加入配置的 `cdn.domains`。',
      },
      'hint=too-long': {
        title: '该地址超过 CDN 允许的长度',
        expected: '[[最多 {expected} 个字符]]',
        advice: '请改为刷新一个较短的目录：`--prefix`。',
      },
    },
  },
} as const satisfies Record<string, ErrorText>;

export const cdnNotes: Readonly<Record<CdnNoteId, string>> = {
  'cdn-batch-uncertain': '上次中断的运行留下 {names} 个地址，无法确定 CDN 是否收到：这一批会再发送一次。',
  'cdn-not-sent-again': '{names} 个地址此前已提交，不再重复发送[[（最近一次 {at|time}）]]；`--again` 会再次发送。',
  'cdn-waiting': '{names} 个地址留到之后：届时重新运行同一条命令即可发送。',
  'cdn-slowed-down': 'CDN 要求降低请求频率，已放慢速度。',
  'cdn-other-hosts': '{names} 个地址不在此 CDN 的域名下，已略过。',
  'cdn-without-address': '{names} 个对象没有读者使用的地址，已略过。',
  'cdn-after-run':
    'CDN {action|term}：已发送 {sent}[[，等待 {waiting}]][[，被拒绝 {failed}]][[，此前已发送 {before}]]。',
  'cdn-edge-refreshed': 'CDN 节点对部分新地址仍返回旧响应，已请其清除。',
  'cdn-after-run-failed': '未能通知 CDN[[（{error}）]]：稍后可用 `imgferry cdn {action} --run {run} --write` 补上。',
};

export const cdnLabels: Readonly<Record<CdnLabelId, string>> = {
  'cdn-plan-heading': 'imgferry cdn {action} · 试运行：没有向 {provider} 发送任何请求',
  'cdn-heading': 'imgferry cdn {action} · 服务商 {provider}',
  'cdn-names': '{n} 个地址',
  'cdn-planned': '{n} 个待发送',
  'cdn-sent': '{n} 个已发送',
  'cdn-sent-before': '{n} 个此前已发送',
  'cdn-waiting': '{n} 个留到之后',
  'cdn-failed': '{n} 个被拒绝',
  'cdn-calls-planned': '需 {n} 次调用',
  'cdn-calls-made': '共 {n} 次调用',
  'cdn-quota-before': '发送前的今日剩余配额',
  'cdn-quota': '今日剩余配额',
  'cdn-quota-none': '服务商未提供',
  'cdn-quota-refresh-url': '刷新地址 {remaining}/{limit}',
  'cdn-quota-refresh-prefix': '刷新目录 {remaining}/{limit}',
  'cdn-quota-refresh-tag': '刷新标签 {remaining}/{limit}',
  'cdn-quota-prefetch-url': '预热地址 {remaining}/{limit}',
  'cdn-sent-before-heading': '此前已发送，不再重复',
  'cdn-to-send-heading': '待发送',
  'cdn-sent-heading': '已发送',
  'cdn-waiting-heading': '留到之后',
  'cdn-at-task': '{at|time}，任务 {task}',
  'cdn-at': '发送于 {at|time}',
  'cdn-next-write': 'imgferry cdn {action} … --write|正式发送',
  'cdn-next-later': '明天重新运行同一条命令|发送剩余部分',
  'cdn-next-status': 'imgferry cdn status|查看任务进度',
  'cdn-status-heading': 'imgferry cdn status · 服务商 {provider}',
  'cdn-no-tasks': '服务商没有任何任务记录。',
  'cdn-tells-no-tasks': '该服务商不提供任务信息：答复即表示已完成。',
  'cdn-task': '任务',
  'cdn-action': '操作',
  'cdn-action-refresh': '刷新',
  'cdn-action-prefetch': '预热',
  'cdn-task-done': '完成',
  'cdn-task-pending': '进行中',
  'cdn-task-failed': '失败',
  'cdn-waiting-here': '{n} 个地址留到之后发送',
  'cdn-domains-heading': 'imgferry cdn domains · 服务商 {provider}',
  'cdn-no-domains': '该账号没有域名。',
  'cdn-cname': 'CNAME 记录',
  'cdn-origin': '源站',
  'cdn-https-on': '已启用 HTTPS',
  'cdn-https-off': '未启用 HTTPS',
  'cdn-certificate-ends': '证书有效期至 {at|time}',
  'cdn-rules-cache': '缓存',
  'cdn-rules-referer': '防盗链',
  'cdn-rules-cors': '跨域',
  'cdn-rules-https': 'HTTPS 设置',
  'cdn-rules-other': '其他',
  'cdn-no-rules-referer': '任何网站都可以引用图片',
  'cdn-no-rules-cors': '没有规则',
  'cdn-rules-untold': '未知：服务商的这个接口不提供',
  'cdn-budget': '最多向 {hosts} 个主机发送 {requests} 个请求，检查 {addresses} 个地址。',
  'cdn-severity-error': '错误',
  'cdn-severity-warn': '警告',
  'cdn-severity-info': '提示',
  'cdn-audit-heading': 'imgferry cdn audit · 边缘检查',
  'cdn-audit-addresses': '{hosts} 个主机上的 {n} 个地址',
  'cdn-audit-clean': '{n} 个正常',
  'cdn-audit-error': '{n} 个错误',
  'cdn-audit-warn': '{n} 个警告',
  'cdn-audit-info': '{n} 个提示',
  'cdn-audit-well': '边缘节点对全部地址的响应都正确。',
  'cdn-audit-none': '没有可检查的地址。',
  'cdn-audit-budget': '请求 {requests}（上限 {most}），读取 {bytes|bytes}',
  'cdn-audit-interrupted': '已中断：尚未检查的地址没有列出。',
  'family-finding': '边缘检查结果',
};
