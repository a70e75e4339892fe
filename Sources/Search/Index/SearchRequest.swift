public import InteractionModel

/// A party or a case with whatever was merged into it.
public struct SearchOwner: Sendable, Hashable {
  /// The ids of all of them.
  public var ids: Set<String>
  /// The conversations that are theirs under the links in force, as the archive says.
  public var conversations: Set<String>
  /// The cases that are theirs, of which what names nobody and stands in no conversation is theirs.
  public var cases: Set<String>

  /// An owner.
  /// - Parameters:
  ///   - ids: the ids of all that it is.
  ///   - conversations: the conversations that are theirs.
  ///   - cases: the cases that are theirs.
  public init(ids: Set<String>, conversations: Set<String>, cases: Set<String> = []) {
    self.ids = ids
    self.conversations = conversations
    self.cases = cases
  }
}

/// Channels with the conversations that are held on them.
public struct SearchChannels: Sendable, Hashable {
  /// What they are called.
  public var names: Set<String>
  /// The conversations whose texts are on one of them where they do not say it themselves.
  public var conversations: Set<String>

  /// Channels.
  /// - Parameters:
  ///   - names: what they are called.
  ///   - conversations: the conversations that are held on them.
  public init(_ names: Set<String>, conversations: Set<String> = []) {
    self.names = names
    self.conversations = conversations
  }
}

/// A department with what is its own as read models say it.
///
/// A text is of the department of its case; where that has none, or there is no case, of that of its
/// conversation; and of the one that its record names where it is in no conversation either.
public struct SearchDepartment: Sendable, Hashable {
  /// What it is called.
  public var name: String
  /// The cases that are its own.
  public var cases: Set<String>
  /// The cases that no department has.
  public var unassigned: Set<String>
  /// The conversations of its cases, and those of its own that are in none that a department has.
  public var conversations: Set<String>

  /// A department.
  /// - Parameters:
  ///   - name: what it is called.
  ///   - cases: the cases that are its own.
  ///   - unassigned: the cases that no department has.
  ///   - conversations: the conversations that are its own.
  public init(
    _ name: String, cases: Set<String> = [], unassigned: Set<String> = [],
    conversations: Set<String> = []
  ) {
    self.name = name
    self.cases = cases
    self.unassigned = unassigned
    self.conversations = conversations
  }
}

/// Which documents count in a search; everything that is said must hold.
public struct SearchFilter: Sendable, Hashable {
  /// On one of these channels; nil for any.
  public var channels: SearchChannels?
  /// Of this department; nil for any.
  public var department: SearchDepartment?
  /// One of these directions; empty for any.
  public var directions: Set<String> = []
  /// One of these visibilities; empty for any.
  public var visibilities: Set<String> = []
  /// This kind of text; nil for any.
  ///
  /// Where a record has texts of several kinds, its words must stand in those of this one.
  public var kind: SearchKind?
  /// At or after this time.
  public var after: Instant?
  /// Before this time.
  public var before: Instant?
  /// One of these conversations; nil for any, none at all for the empty set.
  ///
  /// Issues are a filter of this kind: the archive says which conversations have them.
  public var conversations: Set<String>?
  /// In a conversation of this party, naming it, or naming nobody in a case of theirs; nil for any.
  public var party: SearchOwner?
  /// Of this case, or in a conversation of it; nil for any.
  ///
  /// Of a document that is a case's own (``SearchDocument/caseID``) the conversation does not count.
  public var `case`: SearchOwner?
  /// Not what one of these keys sealed: keys that were destroyed and whose text may still be there.
  public var maskedKeys: Set<String> = []
  /// Not the texts of these records: those that were redacted and may still be there.
  public var maskedTexts: Set<Position> = []

  /// A filter that everything passes.
  public init() {}
}

/// What is looked for in an index.
public struct SearchRequest: Sendable {
  /// What the text must have.
  public var query: SearchQuery
  /// Which documents count.
  public var filter: SearchFilter
  /// How many hits at most.
  public var limit: Int
  /// The languages whose forms of a word are found with it.
  public var languages: Set<Stemming>

  /// A request.
  /// - Parameters:
  ///   - query: what the text must have.
  ///   - filter: which documents count.
  ///   - limit: how many hits at most.
  ///   - languages: the languages whose forms of a word are found with it.
  public init(
    _ query: SearchQuery, filter: SearchFilter = SearchFilter(), limit: Int = 20,
    languages: Set<Stemming> = Set(Stemming.allCases)
  ) {
    self.query = query
    self.filter = filter
    self.limit = limit
    self.languages = languages
  }
}

/// A document that a search found.
public struct SearchHit: Sendable, Hashable {
  /// The document.
  public let document: SearchDocument
  /// How well it fits, see ``BM25``: over the whole index, whatever the filter leaves out; more is
  /// better.
  public let score: Double

  /// A hit.
  /// - Parameters:
  ///   - document: the document.
  ///   - score: how well it fits.
  public init(document: SearchDocument, score: Double) {
    self.document = document
    self.score = score
  }
}

/// The answer of a search.
public struct SearchPage: Sendable {
  /// The best hits, best first; where scores are equal, by position.
  public let hits: [SearchHit]
  /// How many documents fit.
  public let total: Int
  /// The last record that the index has taken into account.
  public let position: Position
  /// What was looked for with all forms of its words, for ``SearchHighlighter``.
  public let patterns: [SearchPattern]

  /// An answer.
  /// - Parameters:
  ///   - hits: the best hits, best first.
  ///   - total: how many documents fit.
  ///   - position: the last record that the index has taken into account.
  ///   - patterns: what was looked for.
  public init(hits: [SearchHit], total: Int, position: Position, patterns: [SearchPattern]) {
    self.hits = hits
    self.total = total
    self.position = position
    self.patterns = patterns
  }
}

/// A conversation that is like another one.
public struct SimilarConversation: Sendable, Hashable {
  /// The conversation.
  public let conversation: String
  /// How alike: 1 would be every telling word of the other as strongly as can be, 0 none.
  public let score: Double
  /// The telling words that both have, the strongest first.
  public let sharedWords: [String]

  /// A conversation.
  /// - Parameters:
  ///   - conversation: its id.
  ///   - score: how alike.
  ///   - sharedWords: the telling words that both have.
  public init(conversation: String, score: Double, sharedWords: [String]) {
    self.conversation = conversation
    self.score = score
    self.sharedWords = sharedWords
  }
}
