import { dataCentersOf, reachHost } from '../compose/hosts.ts';
import type { Config } from '../config.ts';
import { note, ok, problem } from '../sync/finding.ts';
import type { Finding } from '../sync/finding.ts';

/**
 * Tries the hosts of Zoho that the connector will call, and its own address as Zoho sees it.
 *
 * @param dataCenters ids of the regions in use, besides the one where authorisations start
 */
export async function reachHosts(
  config: Config,
  dataCenters: readonly (string | null)[],
): Promise<readonly Finding[]> {
  const known = dataCentersOf(config);
  const findings: Finding[] = [];
  for (const id of new Set([config.dataCenter, ...dataCenters.filter((each) => each !== null)])) {
    const center = known.byId(id);
    if (!center) {
      findings.push(
        problem('hosts', `data center ${id} is not in resources/data-centers.json`, 'upgrade the connector'),
      );
      continue;
    }
    for (const url of [center.accounts, center.desk, center.crm]) {
      const reason = await reachHost(url);
      const subject = `host ${new URL(url).host}`;
      findings.push(
        reason === null
          ? ok(subject, 'answers')
          : problem(subject, reason, 'let this machine reach it: DNS, firewall, proxy'),
      );
    }
  }
  findings.push(await ownAddress(config));
  return findings;
}

/** A note only: the connector may be stopped, and a machine need not reach itself by its public name. */
async function ownAddress({ publicUrl }: Config): Promise<Finding> {
  const reason = await reachHost(`${publicUrl}/livez`);
  if (reason === null) return ok('PUBLIC_URL', `something answers at ${publicUrl}`);
  const remedy =
    'start the connector; if it runs, check DNS, certificate and reverse proxy, for Zoho calls it there';
  return note('PUBLIC_URL', `${publicUrl}: ${reason}`, remedy);
}
