/** What a recipe runs. */
export interface RecipeInputs {
  /** The config that describes the sweep; an absolute path. */
  readonly config: string;
  /** Parts that the sweep is divided into, 1 or more. */
  readonly shards: number;
  /** Folder that takes the parts and the merged result; an absolute path. */
  readonly out: string;
  /** Words that start this program and stand in front of `explore`, such as `node /opt/cdma.cjs`. */
  readonly command: readonly string[];
}

/** The name of the merged result in the folder of the parts. */
export const MERGED_NAME = 'merged.ndjson';
