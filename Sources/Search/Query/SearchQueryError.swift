public import InteractionModel

/// Why a query cannot be asked, where, and how to write it instead.
///
/// Carries columns and never the query, which may name a person.
public enum SearchQueryError: Error, Remediable, Hashable {
  /// There is no word in it.
  case noWords
  /// It only says what must not be there.
  case onlyExcluded(column: Int)
  /// An alternative of OR only says what must not be there.
  case excludedAlternative(column: Int)
  /// A quotation mark that no other one closes.
  case unclosedQuotation(column: Int)
  /// A parenthesis that no other one closes.
  case unclosedParenthesis(column: Int)
  /// A closing parenthesis that none opens.
  case unopenedParenthesis(column: Int)
  /// Nothing stands where AND, OR, NOT or a parenthesis needs something.
  case missingOperand(column: Int)
  /// A star that does not end a word.
  case misplacedStar(column: Int)
  /// More words than can be asked for at once.
  case tooManyWords(column: Int, limit: Int)
  /// More characters than can be asked at once.
  case tooLong(limit: Int)
  /// Parentheses within parentheses beyond the limit.
  case tooDeep(column: Int, limit: Int)

  /// What is wrong, where, and the remedy.
  public var diagnosis: Diagnosis {
    switch self {
    case .noWords:
      Diagnosis("the query has no word to look for", "write at least one letter or digit")
    case .onlyExcluded(let column):
      Diagnosis(
        "column \(column): the query only says what must not be there", "add a word that must be")
    case .excludedAlternative(let column):
      Diagnosis(
        "column \(column): an alternative of OR only says what must not be there",
        "add a word that must be, and put both in parentheses")
    case .unclosedQuotation(let column):
      Diagnosis(
        "column \(column): a quotation mark is not closed", "add the second one or remove this one")
    case .unclosedParenthesis(let column):
      Diagnosis(
        "column \(column): a parenthesis is not closed", "close it, or put it in quotation marks")
    case .unopenedParenthesis(let column):
      Diagnosis(
        "column \(column): no parenthesis is open here",
        "remove this one, or put it in quotation marks")
    case .missingOperand(let column):
      Diagnosis(
        """
        column \(column): a word is missing here; AND, OR and NOT stand before a word, and AND and \
        OR between two
        """,
        "to look for these words themselves, write them in lower case")
    case .misplacedStar(let column):
      Diagnosis(
        "column \(column): a star stands only at the end of a word", "write how the word begins")
    case .tooManyWords(let column, let limit):
      Diagnosis("column \(column): more than \(limit) words", "ask for fewer")
    case .tooLong(let limit):
      Diagnosis("the query is longer than \(limit) characters", "ask for fewer words")
    case .tooDeep(let column, let limit):
      Diagnosis("column \(column): more than \(limit) levels of parentheses", "write it flatter")
    }
  }
}
