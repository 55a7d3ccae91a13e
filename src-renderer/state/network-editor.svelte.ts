import { untrack } from 'svelte';
import type { ErrorPayload, Recipe } from '../../src-main/contract';
import { normalizeError } from '../../src-main/contract';
import type { Layer, LayerKind, Network, NetworkContext } from '../../src-main/contract/network';
import { parseNetwork } from '../../src-main/contract/network/document';
import {
  connect,
  disconnect,
  duplicate,
  insertBehind,
  insertOnEdge,
  layerOf,
  paste,
  removeLayers,
} from '../../src-main/contract/network/edit';
import type { Edge, Made, Moved } from '../../src-main/contract/network/edit';
import { inspectNetwork } from '../../src-main/contract/network/inspect';
import type { LayerFacts, NetworkFacts } from '../../src-main/contract/network/inspect';
import { fixesOf, mistakesOf } from '../../src-main/contract/network/mistakes';
import type { Fix, Mistake } from '../../src-main/contract/network/mistakes';
import {
  memoryOf,
  planWithContext,
  withNetwork,
  withOwnNetwork,
  withPresetAgain,
} from '../../src-main/contract/planning';
import type { Memory, PlanAndContext } from '../../src-main/contract/planning';
import { layOut } from '../logic/network/layout';
import { factsById, mistakesById } from '../logic/network/by-layer';
import type { Layout } from '../logic/network/layout';
import { mistakesOfRecipe } from '../logic/network/recipe-mistakes';
import type { Notices } from './notices.svelte';
import type { ProjectStore } from './project.svelte';

export type NetworkLook = 'graph' | 'list';

interface Machine {
  readonly doctor: { readonly memoryBytes: number } | null;
}

/**
 * The network of the recipe while it is edited: what is chosen in it, and all that follows from its layers. Everything is
 * worked out here, so that it follows every key; the recipe itself changes once a value is done.
 */
export class NetworkEditor {
  look = $state<NetworkLook>('graph');
  /** The scale of the drawing; null until it was fitted to the window. */
  zoom = $state<number | null>(null);
  /** What the inspector shows. */
  settingsOf = $state<'layer' | 'training'>('layer');
  /** The layers that are chosen; the last one is what the inspector shows. */
  chosen = $state.raw<readonly string[]>([]);
  /** The connection that is chosen. */
  edge = $state.raw<Edge | null>(null);
  /** The network with a value that is still being written. */
  private draft = $state.raw<Network | null>(null);

  constructor(
    private readonly project: ProjectStore,
    private readonly notices: Notices,
    private readonly machine: Machine,
  ) {}

  private readonly planned = $derived.by((): PlanAndContext | null => {
    const profile = this.project.table?.profile ?? null;
    const { recipe } = this.project;
    return recipe === null || profile === null ? null : planWithContext(recipe, profile);
  });

  /** What goes in and what has to come out; null while that is not known. */
  readonly context: NetworkContext | null = $derived(this.planned?.context ?? null);

  /** The network as the recipe has it; null while it is that of a preset. */
  readonly kept: Network | null = $derived.by(() => {
    const model = this.project.recipe?.model;
    return model?.preset === 'custom' ? model.network : null;
  });

  /** The network as it would be with what is being written. */
  readonly network: Network | null = $derived(this.kept === null ? null : (this.draft ?? this.kept));

  readonly facts: NetworkFacts | null = $derived(
    this.network === null || this.context === null ? null : inspectNetwork(this.network, this.context),
  );

  readonly factsById: ReadonlyMap<string, LayerFacts> = $derived(factsById(this.facts));

  readonly mistakes: readonly Mistake[] = $derived.by(() => {
    const { network, context, facts } = this;
    const { recipe } = this.project;
    if (network === null || context === null || facts === null || recipe === null) return [];
    const memory = this.memory;
    return [
      ...mistakesOf(network, context, facts),
      ...mistakesOfRecipe(
        recipe,
        this.planned?.plan ?? null,
        facts,
        memory,
        this.machine.doctor?.memoryBytes ?? null,
      ),
    ].toSorted((one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning'));
  });

  /** The mistakes of each layer, by its id. */
  readonly mistakesById: ReadonlyMap<string, readonly Mistake[]> = $derived(mistakesById(this.mistakes));

  /** What keeps the network from being trained, in words; null where nothing does. */
  readonly blocker: string | null = $derived.by(() => {
    const wrong = this.mistakes.find(({ severity }) => severity === 'error');
    return wrong === undefined ? null : [wrong.message, wrong.next].filter(Boolean).join(' ');
  });

  readonly batch: number = $derived(this.planned?.plan.batchSize ?? 1);
  readonly rows: number = $derived(this.planned?.plan.rows.train ?? 0);

  readonly memory: Memory | null = $derived.by(() => {
    const training = this.project.recipe?.training;
    return training === undefined || this.facts === null ? null : memoryOf(this.facts, training, this.batch);
  });

  /** What the drawing depends on: it stays as it is while settings change. */
  private readonly structure: string = $derived(
    JSON.stringify((this.facts?.layers ?? []).map(({ layer: { id, inputs } }) => ({ id, inputs }))),
  );

  readonly layout: Layout = $derived.by(() => {
    // Read, so that the drawing is made anew when it changes, and only then.
    const isEmpty = this.structure === '[]';
    return isEmpty ? layOut([]) : untrack(() => layOut(this.facts?.layers.map(({ layer }) => layer) ?? []));
  });

  /** The layer that the inspector shows. */
  readonly current: LayerFacts | null = $derived(this.factsById.get(this.chosen.at(-1) ?? '') ?? null);

  /** The layer as the recipe has it, without what is being written. */
  keptLayer(id: string): Layer | null {
    return this.kept === null ? null : (layerOf(this.kept, id) ?? null);
  }

  isChosen(id: string): boolean {
    return this.chosen.includes(id);
  }

  /** @param adds whether what was chosen before stays chosen. */
  choose(id: string | null, adds = false): void {
    this.edge = null;
    if (id === null) this.chosen = [];
    else if (!adds) this.chosen = [id];
    else if (this.isChosen(id)) this.chosen = this.chosen.filter((other) => other !== id);
    else this.chosen = [...this.chosen, id];
  }

  chooseAll(): void {
    this.edge = null;
    this.chosen = this.facts?.layers.map(({ layer }) => layer.id) ?? [];
  }

  chooseEdge(edge: Edge | null): void {
    this.chosen = [];
    this.edge = edge;
  }

  /** Shows a value that is still being written; null takes it back. */
  preview(network: Network | null): void {
    this.draft = network;
  }

  /** Changes the network of the recipe, as one step of undo. */
  edit(change: (network: Network) => Network): void {
    this.draft = null;
    const { kept } = this;
    if (kept === null) return;
    const network = change(kept);
    if (network !== kept) void this.project.change((recipe) => withNetwork(recipe, network));
  }

  /** Adds what an edit makes, and chooses it. */
  private make(change: (network: Network) => Made): void {
    const { kept } = this;
    if (kept === null) return;
    const { network, added } = change(kept);
    if (added.length === 0) return;
    this.edit(() => network);
    this.edge = null;
    this.chosen = added;
  }

  /** A new layer on the chosen connection, else behind the chosen layer, else before the output. */
  add(kind: LayerKind): void {
    const { edge } = this;
    if (edge !== null) this.make((network) => insertOnEdge(network, edge, kind));
    else this.make((network) => insertBehind(network, this.chosen.at(-1) ?? this.lastOf(network), kind));
  }

  private lastOf(network: Network): string | null {
    return network.layers.find(({ kind }) => kind === 'output')?.id ?? network.layers.at(-1)?.id ?? null;
  }

  /** Takes away what is chosen; layers around it are connected. */
  remove(): void {
    const { edge, chosen } = this;
    if (edge !== null) {
      this.edge = null;
      this.edit((network) => disconnect(network, edge.to, edge.place));
    } else if (chosen.length > 0) {
      const [first] = chosen;
      const before = layerOf(this.kept ?? { layers: [] }, first ?? '')?.inputs[0];
      this.edit((network) => removeLayers(network, chosen));
      this.chosen = before === undefined || chosen.includes(before) ? [] : [before];
    }
  }

  duplicate(): void {
    if (this.chosen.length > 0) this.make((network) => duplicate(network, this.chosen));
  }

  connect(from: string, to: string): void {
    this.edit((network) => connect(network, from, to));
    this.choose(to);
  }

  /** Moves a layer where that is possible, and tells why not otherwise. */
  move(move: (network: Network) => Moved): void {
    const { kept } = this;
    if (kept === null) return;
    const moved = move(kept);
    if ('reason' in moved) this.notices.say(moved.reason);
    else this.edit(() => moved.network);
  }

  /** The layers that are chosen, as they are kept. */
  get chosenLayers(): Layer[] {
    return this.kept?.layers.filter(({ id }) => this.isChosen(id)) ?? [];
  }

  /**
   * Puts layers of a text in: behind what is chosen, or as the whole network where they have an input and an output.
   * @returns what is wrong with the text, else null.
   */
  pasteText(text: string): ErrorPayload | null {
    let pasted: Network;
    try {
      pasted = parseNetwork(text);
    } catch (thrown) {
      return normalizeError(thrown).toPayload();
    }
    const has = (kind: LayerKind): boolean => pasted.layers.some((layer) => layer.kind === kind);
    if (has('input') && has('output')) this.replace(pasted);
    else this.make((network) => paste(network, pasted.layers, this.chosen.at(-1) ?? this.lastOf(network)));
    return null;
  }

  /** Another network as a whole. */
  replace(network: Network): void {
    this.choose(null);
    this.draft = null;
    void this.project.change((recipe) => withNetwork(recipe, network));
  }

  fixes(mistake: Mistake): Fix[] {
    const { kept, context } = this;
    return kept === null || context === null ? [] : fixesOf(mistake, kept, context);
  }

  apply(fix: Fix): void {
    this.draft = null;
    const { network, training } = fix;
    void this.project.change((recipe) => {
      const changed = network === undefined ? recipe : withNetwork(recipe, network);
      return training === undefined ? changed : { ...changed, training: training(changed.training) };
    });
  }

  /** Makes the layers of the preset a network of its own. */
  begin(): void {
    const { context } = this;
    if (context === null) return;
    this.choose(null);
    this.zoom = null;
    void this.project.change((recipe) => withOwnNetwork(recipe, context));
  }

  /** Goes on with the network that the recipe still holds. */
  goOn(): void {
    this.choose(null);
    this.zoom = null;
    void this.project.change((recipe: Recipe) => ({
      ...recipe,
      model: { ...recipe.model, preset: 'custom' },
    }));
  }

  /** Back to the preset that the network came from. */
  leave(): void {
    this.choose(null);
    this.draft = null;
    void this.project.change(withPresetAgain);
  }
}
