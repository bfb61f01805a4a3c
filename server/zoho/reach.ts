import axios from 'axios';
import { describeFailure, networkFailure } from './call-failure.ts';

const TIMEOUT_MS = 5_000;

/** Whether a host answers at all, whatever it says. Sends no token. @returns null when it does, else why not */
export async function reach(url: string): Promise<string | null> {
  try {
    await axios.head(url, { timeout: TIMEOUT_MS, maxRedirects: 0, validateStatus: () => true });
    return null;
  } catch (error) {
    return describeFailure(networkFailure(error));
  }
}
