/**
 * The strict subset of DRL that rule files are written in.
 *
 * A file is cut at its tokens into a header and rules, and each part is parsed by itself, so that a
 * mistake in one rule does not hide those in others.
 */
grammar RuleLanguage;

header
    : packageLine? (importLine | globalLine)* EOF
    ;

packageLine
    : PACKAGE qualifiedName SEMICOLON?
    ;

importLine
    : IMPORT qualifiedName SEMICOLON?
    ;

globalLine
    : GLOBAL type=NAME name=NAME SEMICOLON?
    ;

qualifiedName
    : NAME (DOT NAME)*
    ;

ruleBlock
    : RULE title=STRING WHEN condition* THEN consequence* END EOF
    ;

condition
    : (variable=VARIABLE COLON)? pattern SEMICOLON?                         # match
    | NOT (pattern | OPEN pattern CLOSE) SEMICOLON?                         # not
    | EXISTS (pattern | OPEN pattern CLOSE) SEMICOLON?                      # exists
    | ACCUMULATE OPEN pattern SEMICOLON tally (COMMA tally)*
      (SEMICOLON disjunction (COMMA disjunction)*)? CLOSE SEMICOLON?        # accumulate
    ;

pattern
    : type=NAME OPEN (constraint (COMMA constraint)*)? CLOSE
    ;

constraint
    : variable=VARIABLE COLON field=NAME    # bind
    | disjunction                           # restrict
    ;

tally
    : variable=VARIABLE COLON function=NAME OPEN disjunction? CLOSE
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : BANG negation
    | comparison
    ;

comparison
    : left=sum ( operator=(EQUAL | UNEQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) right=sum
               | NOT? IN OPEN choice (COMMA choice)* CLOSE
               )?
    ;

choice
    : MINUS? NUMBER
    | STRING
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : signed ((TIMES | DIVIDE) signed)*
    ;

signed
    : MINUS signed
    | primary
    ;

primary
    : NUMBER                                                              # number
    | STRING                                                              # text
    | (TRUE | FALSE)                                                      # truth
    | VARIABLE (DOT NAME)?                                                # variable
    | owner=NAME DOT function=NAME OPEN sum (COMMA sum)* CLOSE            # call
    | NAME                                                                # name
    | OPEN disjunction CLOSE                                              # group
    ;

consequence
    : INSERT_LOGICAL OPEN NEW type=NAME OPEN (sum (COMMA sum)*)? CLOSE CLOSE SEMICOLON
    ;

PACKAGE : 'package' ;
IMPORT : 'import' ;
GLOBAL : 'global' ;
RULE : 'rule' ;
WHEN : 'when' ;
THEN : 'then' ;
END : 'end' ;
NOT : 'not' ;
EXISTS : 'exists' ;
ACCUMULATE : 'accumulate' ;
IN : 'in' ;
TRUE : 'true' ;
FALSE : 'false' ;
NEW : 'new' ;
INSERT_LOGICAL : 'insertLogical' ;

OPEN : '(' ;
CLOSE : ')' ;
COMMA : ',' ;
COLON : ':' ;
SEMICOLON : ';' ;
DOT : '.' ;
AND : '&&' ;
OR : '||' ;
BANG : '!' ;
EQUAL : '==' ;
UNEQUAL : '!=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;
PLUS : '+' ;
MINUS : '-' ;
TIMES : '*' ;
DIVIDE : '/' ;

NUMBER : [0-9]+ ('.' [0-9]+)? ;
VARIABLE : '$' [a-zA-Z] [a-zA-Z0-9]* ;
NAME : [a-zA-Z] [a-zA-Z0-9]* ;
STRING : '"' ~["\\\r\n]* '"' ;

LINE_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
SPACE : [ \t\r\n]+ -> channel(HIDDEN) ;

/** Anything else, so that the parser can say where it stands. */
UNKNOWN : . ;
