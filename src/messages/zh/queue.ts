import type { QueueNoteId } from '../../core/outcome.js';
import type { ErrorText } from '../catalogue.js';
import type { QueueLabelId } from '../queue-label-ids.js';

/** 多台机器协作时的问题。 */
export const queueErrors = {
  QUEUE_SOFTWARE_MISSING: {
    title: '没有安装队列所需的库',
    expected: '[[{missing}]]',
    advice: '请与 imgferry 装在一起：`npm install bullmq@6 ioredis@5`。只用一台机器时两者都不需要。',
  },
  QUEUE_INVALID: {
    title: '这不是 Redis 的地址',
    expected: '`redis://用户名:密码@主机:端口/库号`（除主机外均可省略），TLS 用 `rediss://…`',
    found: '[[{found}]]',
    advice: '请按此格式填写。密码也可放在环境变量 `IMGFERRY_QUEUE_PASSWORD` 中，这样 `ps` 看不到。',
  },
  QUEUE_REFUSED: {
    title: 'Redis [[{address} ]]拒绝访问',
    found: '[[{found}]]',
    advice: '请检查用户名、密码（`IMGFERRY_QUEUE_PASSWORD`）和权限；队列需要读、写、脚本和 `INFO`。',
  },
  QUEUE_EVICTION: {
    title: '这个 Redis 内存满时会丢弃键，任务会随之丢失',
    expected: '`maxmemory-policy noeviction`',
    found: '[[`maxmemory-policy {found}`]]',
    advice:
      '请在 redis.conf 中设置 `maxmemory-policy noeviction`（或运行 `redis-cli config set maxmemory-policy noeviction`），或为队列单独使用一个 Redis。',
  },
  QUEUE_UNREACHABLE: {
    title: '无法连接 Redis [[{address}]]',
    found: '[[{reason|term}]]',
    advice: '请启动它，或检查地址、端口和防火墙，然后重新运行同一条命令。',
  },
  QUEUE_FULL: {
    title: 'Redis [[{address} ]]内存已满',
    advice:
      '请增加内存（`maxmemory`），或清除不属于队列的内容（docs/scale.md 说明了所需大小），然后重新运行同一条命令：会接着进行中的任务继续。',
  },
  QUEUE_IN_USE: {
    title: '有协调进程正在运行，它会把任务重新放回',
    found: '[[进程 {pid}]][[，在 {host}]]',
    advice: '请先停止它（Ctrl-C），再清空队列。',
  },
  QUEUE_SETTINGS_DIFFER: {
    title: '这台工作机存储图片的方式与协调进程的要求不同[[：{store}]]',
    expected: '两边配置中该存储的 `headers` 相同',
    advice: '请让工作机使用与协调进程相同的配置（`--config FILE`），然后重新启动。任务已交还。',
  },
  QUEUE_JOB_DEAD: {
    title: '工作机已放弃这张图片',
    found: '[[{found}]]',
    advice: '`imgferry queue failed` 会显示完整的错误。排除原因后运行 `imgferry queue retry`，再重新运行同一条命令。',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

export const queueNotes: Readonly<Record<QueueNoteId, string>> = {
  'queue-away': 'Redis 断开[[：{address}]]；已等待其恢复。',
  'queue-back': 'Redis 已恢复[[：{address}]]。',
  'queue-no-workers': '没有工作机从 {address} 领取任务：请用 `imgferry work --queue {address}` 启动。',
  'queue-other-workers':
    '有 {workers} 台工作机的版本与本命令（{engine}）不同，无法领取它的任务；`imgferry queue status` 会列出它们。',
};

export const queueLabels: Readonly<Record<QueueLabelId, string>> = {
  'queue-empty': '这里还没有排过任何任务。',
  'queue-engine': '版本',
  'queue-paused': '已暂停',
  'queue-waiting': '等待',
  'queue-active': '进行中',
  'queue-delayed': '将重试',
  'queue-results': '待取结果',
  'queue-dead': '已放弃',
  'queue-state': '状态',
  'queue-takes': '开放',
  'queue-workers': '工作机',
  'queue-coordinators': '协调进程',
  'queue-process': '{host}，进程 {pid}，版本 {engine}，自 {since|time}',
  'queue-memory': 'Redis 占用 {bytes|bytes}',
  'queue-was-paused': '已暂停：工作机完成手上的任务后不再领取。`imgferry queue resume` 恢复。',
  'queue-was-resumed': '工作机恢复领取任务。',
  'queue-was-drained': '已移除 {n} 个任务和结果。',
  'queue-was-retried': '已重新发送 {n} 个任务。请再次运行同一条命令，以取得结果。',
  'queue-none-dead': '没有被放弃的任务。',
  'queue-dead-job': '{url}\n  任务 {id}\n  运行 {run} · 版本 {engine} · 已开始 {attempts} 次 · {at|time}',
};
