import Link from '@docusaurus/Link';
import Layout from '@theme/Layout';

export default function Home() {
  return (
    <Layout title="Hello">
      <Link to="/docs/intro">Intro</Link>
    </Layout>
  );
}
