public import InteractionModel
public import Projections

/// What happens to one entity in a commit.
public struct EntityWrite: Sendable {
  /// The entity.
  public let entity: EntityKey
  /// The last record that went into it.
  public let position: Position
  /// Its state, or the head of a state in parts; nil when nothing belongs to the entity any more.
  public let state: [UInt8]?
  /// All its rows, which replace those it had; of a partial write those that are new or changed.
  ///
  /// A row of the same key that was another entity's before the batch has moved here, whichever of
  /// the two is written first.
  public let rows: [Row]
  /// The parties, conversations and cases whose place under the links the rows show: all of them,
  /// they replace those it had; see ``ReadModel/entities(naming:)``.
  public let named: [EntityKey]
  /// Whether the read model has nothing of the entity yet, so that there is nothing to replace.
  public var isNew = false
  /// The parts of the state, which replace all that it had; of a partial write those that are new
  /// or changed.
  public var parts: [StatePart] = []
  /// Whether the state may have had parts that these replace.
  public var replacesParts = true
  /// The rows that a partial write removes.
  public var gone: [Row] = []
  /// The parts that a partial write removes.
  public var goneParts: [PartName] = []
  /// Whether rows and parts that are not named stay as they are.
  public var isPartial = false

  /// What happens to an entity.
  package init(
    entity: EntityKey, position: Position, state: [UInt8]?, rows: [Row], named: [EntityKey],
    isNew: Bool = false, parts: [StatePart] = [], replacesParts: Bool = true, gone: [Row] = [],
    goneParts: [PartName] = [], isPartial: Bool = false
  ) {
    self.entity = entity
    self.position = position
    self.state = state
    self.rows = rows
    self.named = named
    self.isNew = isNew
    self.parts = parts
    self.replacesParts = replacesParts
    self.gone = gone
    self.goneParts = goneParts
    self.isPartial = isPartial
  }
}

/// What a commit writes, all or none.
public struct ReadModelBatch: Sendable {
  /// The links of the batch, in position order.
  public var links: [Link]
  /// The entities that changed, by id, each once.
  public var entities: [EntityWrite]
  /// The last record that has been taken into account.
  public var checkpoint: Position
  /// The last record whose links are known: the checkpoint, or further while rebuilding, when all
  /// links are read before the first record is folded.
  public var linksThrough: Position
  /// The leaf of the record at ``linksThrough``, which is what tells the log from another one;
  /// empty when it is not known.
  public var leaf: [UInt8]
  /// The root over the records through ``checkpoint``, which is what tells that all of them were
  /// taken into account; empty when it is not known.
  public var root: [UInt8]

  /// A batch.
  /// - Parameters:
  ///   - links: the links, in position order.
  ///   - entities: the entities that changed.
  ///   - checkpoint: the last record that has been taken into account.
  ///   - linksThrough: the last record whose links are known; nil for the checkpoint.
  ///   - leaf: the leaf of that one; empty when it is not known.
  ///   - root: the root over the records through the checkpoint; empty when it is not known.
  public init(
    links: [Link] = [], entities: [EntityWrite] = [], checkpoint: Position,
    linksThrough: Position? = nil, leaf: [UInt8] = [], root: [UInt8] = []
  ) {
    self.links = links
    self.entities = entities
    self.checkpoint = checkpoint
    self.linksThrough = max(checkpoint, linksThrough ?? checkpoint)
    self.leaf = leaf
    self.root = root
  }
}

/// What a build writes while it folds: states without their rows.
public struct StateBatch: Sendable {
  /// The states of entities that changed, by id, each once.
  public var states: [(entity: EntityKey, state: StoredState)]
  /// The parts of those states that are new or changed; the others stay.
  public var parts: [StoredPart]
  /// The parts of those states that are no more.
  public var goneParts: [(entity: EntityKey, name: PartName)] = []
  /// The last record up to which every state is stored.
  public var checkpoint: Position
  /// The last record whose links are known; see ``ReadModelBatch/linksThrough``.
  public var linksThrough: Position
  /// The leaf of that record; see ``ReadModelBatch/leaf``.
  public var leaf: [UInt8]
  /// The root over the records through ``checkpoint``; see ``ReadModelBatch/root``.
  public var root: [UInt8]

  /// A batch.
  /// - Parameters:
  ///   - states: the states, by id.
  ///   - parts: the parts of those states that are new or changed.
  ///   - checkpoint: the last record up to which every state is stored.
  ///   - linksThrough: the last record whose links are known.
  ///   - leaf: the leaf of that one; empty when it is not known.
  ///   - root: the root over the records through the checkpoint; empty when it is not known.
  public init(
    states: [(entity: EntityKey, state: StoredState)] = [], parts: [StoredPart] = [],
    checkpoint: Position, linksThrough: Position, leaf: [UInt8] = [], root: [UInt8] = []
  ) {
    self.states = states
    self.parts = parts
    self.checkpoint = checkpoint
    self.linksThrough = linksThrough
    self.leaf = leaf
    self.root = root
  }
}

/// The rows of one entity.
public struct EntityRows: Sendable {
  /// The entity.
  public let entity: EntityKey
  /// The last record that went into it.
  public let position: Position
  /// All its rows.
  public let rows: [Row]
  /// Whom they name; see ``EntityWrite/named``.
  public let named: [EntityKey]

  /// The rows of an entity.
  package init(entity: EntityKey, position: Position, rows: [Row], named: [EntityKey]) {
    self.entity = entity
    self.position = position
    self.rows = rows
    self.named = named
  }
}

/// Which entities have no rows yet.
public struct RowsDue: Sendable, Hashable {
  /// Those whose names come after this one in byte order: empty for all.
  public let after: String
  /// How many they are.
  public let count: Int

  /// Rows that are due.
  public init(after: String, count: Int) {
    self.after = after
    self.count = count
  }
}
