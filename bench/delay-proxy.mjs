// node bench/delay-proxy.mjs PORT MS: passes connections on to a port on loopback; each answer comes MS later than it would.
// Prints the port that it listens on.
import { connect, createServer } from 'node:net';

const [port, delay] = process.argv.slice(2).map(Number);

const server = createServer((client) => {
  const upstream = connect(port, '127.0.0.1');
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ]) {
    from.setNoDelay();
    from.on('data', (bytes) => setTimeout(() => to.destroyed || to.write(bytes), delay / 2));
    from.on('end', () => setTimeout(() => to.end(), delay / 2));
    from.on('error', () => to.destroy());
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
