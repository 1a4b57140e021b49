"""Layouts of lists as people write them: `{}` is a name, `{q}` a name in quotes if CSV needs them,
`{Q}` a name always in quotes. Each has four names."""

from __future__ import annotations

# By what is special about it: the name of the file, and its text.
EVERYWHERE = {
    "paren number": ("list.txt", "(1) {}\n(2) {}\n(3) {}\n(4) {}\n"),
    "fullwidth digits": ("list.txt", "１．{}\n２．{}\n３．{}\n４．{}\n"),
    "fullwidth paren": ("list.txt", "（1）{}\n（2）{}\n（3）{}\n（4）{}\n"),
    "fullwidth paren digits": ("list.txt", "（１）{}；\n（２）{}；\n（３）{}；\n（４）{}。\n"),
    "chinese num": ("list.txt", "一、{}\n二、{}\n三、{}\n四、{}\n"),
    "chinese num paren": ("list.txt", "（一）{}；\n（二）{}；\n（三）{}；\n（四）{}。\n"),
    "roman upper dot": ("list.txt", "I. {}\nII. {}\nIII. {}\nIV. {}\n"),
    "roman lower dot": ("list.txt", "i. {}\nii. {}\niii. {}\niv. {}\n"),
    "roman paren close": ("list.txt", "i) {}\nii) {}\niii) {}\niv) {}\n"),
    "unicode roman": ("list.txt", "Ⅰ. {}\nⅡ. {}\nⅢ. {}\nⅣ. {}\n"),
    "roman xxix": ("list.txt", "(xxix) {};\n(xxx) {};\n(xxxi) {}; and\n(xxxii) {}.\n"),
    "letters upper": ("list.txt", "A. {}\nB. {}\nC. {}\nD. {}\n"),
    "letters paren": ("list.txt", "(a) {}\n(b) {}\n(c) {}\n(d) {}\n"),
    "no space 1)": ("list.txt", "1){}\n2){}\n3){}\n4){}\n"),
    "number colon": ("list.txt", "1: {}\n2: {}\n3: {}\n4: {}\n"),
    "number dash": ("list.txt", "1 - {}\n2 - {}\n3 - {}\n4 - {}\n"),
    "number endash": ("list.txt", "1 – {}\n2 – {}\n3 – {}\n4 – {}\n"),
    "#1": ("list.txt", "#1 {}\n#2 {}\n#3 {}\n#4 {}\n"),
    "No. 1": ("list.txt", "No. 1 {}\nNo. 2 {}\nNo. 3 {}\nNo. 4 {}\n"),
    "[1]": ("list.txt", "[1] {}\n[2] {}\n[3] {}\n[4] {}\n"),
    "zero padded": ("list.txt", "01. {}\n02. {}\n03. {}\n04. {}\n"),
    "1.1": ("list.txt", "1.1 {}\n1.2 {}\n1.3 {}\n1.4 {}\n"),
    "1.1.": ("list.txt", "1.1. {}\n1.2. {}\n1.3. {}\n1.4. {}\n"),
    "circled": ("list.txt", "①{}\n②{}\n③{}\n④{}\n"),
    "parenthesized unicode": ("list.txt", "⑴ {}\n⑵ {}\n⑶ {}\n⑷ {}\n"),
    "fullstop unicode": ("list.txt", "⒈ {}\n⒉ {}\n⒊ {}\n⒋ {}\n"),
    "bold circled": ("list.txt", "❶ {}\n❷ {}\n❸ {}\n❹ {}\n"),
    "1°": ("list.txt", "1° {}\n2° {}\n3° {}\n4° {}\n"),
    "1º": ("list.txt", "1º {}\n2º {}\n3º {}\n4º {}\n"),
    "hyphen": ("list.txt", "- {}\n- {}\n- {}\n- {}\n"),
    "hyphen tight": ("list.txt", "-{}\n-{}\n-{}\n-{}\n"),
    "emdash tight": ("list.txt", "—{}\n—{}\n—{}\n—{}\n"),
    "star": ("list.txt", "* {}\n* {}\n* {}\n* {}\n"),
    "bullet tight": ("list.txt", "•{}\n•{}\n•{}\n•{}\n"),
    "middle dot": ("list.txt", "· {}\n· {}\n· {}\n· {}\n"),
    "katakana dot": ("list.txt", "・{}\n・{}\n・{}\n・{}\n"),
    "arrow": ("list.txt", "→ {}\n→ {}\n→ {}\n→ {}\n"),
    "arrowhead": ("list.txt", "➤ {}\n➤ {}\n➤ {}\n➤ {}\n"),
    "check": ("list.txt", "✓ {}\n✓ {}\n✓ {}\n✓ {}\n"),
    "ballot": ("list.txt", "☐ {}\n☐ {}\n☐ {}\n☐ {}\n"),
    "word bullet": ("list.txt", "\uf0b7 {}\n\uf0b7 {}\n\uf0b7 {}\n\uf0b7 {}\n"),
    "o bullet": ("list.txt", "o {}\no {}\no {}\no {}\n"),
    "emoji": ("list.txt", "🔹 {}\n🔹 {}\n🔹 {}\n🔹 {}\n"),
    "gt": ("list.txt", "> {}\n> {}\n> {}\n> {}\n"),
    "nested bullets": ("list.txt", "- {}\n  - {}\n  - {}\n- {}\n"),
    "nested numbers letters": ("list.txt", "1. {}\n   a. {}\n   b. {}\n2. {}\n"),
    "restart under headings": (
        "list.txt",
        "Non-UN organizations:\n1. {}\n2. {}\nUN organizations:\n1. {}\n2. {}\n",
    ),
    "restart headings no colon": (
        "list.txt",
        "Part One\n\n1. {}\n2. {}\n\nPart Two\n\n1. {}\n2. {}\n",
    ),
    "headings upper glued": (
        "list.txt",
        "NON-UN ORGANIZATIONS\n1. {}\n2. {}\nUN ORGANIZATIONS\n3. {}\n4. {}\n",
    ),
    "roman heading": (
        "list.txt",
        "I. Non-UN organizations\n1. {}\n2. {}\nII. UN organizations\n1. {}\n2. {}\n",
    ),
    "chinese headings": (
        "list.txt",
        "一、非聯合國組織\n1、{}\n2、{}\n二、聯合國組織\n3、{}\n4、{}\n",
    ),
    "A heading then bullets": (
        "list.txt",
        "A. Non-UN organizations\n- {}\n- {}\nB. UN organizations\n- {}\n- {}\n",
    ),
    "one a line": ("list.txt", "{}\n{}\n{}\n{}\n"),
    "one a line blank between": ("list.txt", "{}\n\n{}\n\n{}\n\n{}\n"),
    "one a line trailing comma": ("list.txt", "{},\n{},\n{},\n{}\n"),
    "one a line trailing and": ("list.txt", "{},\n{},\n{}, and\n{}.\n"),
    "semicolon or": ("list.txt", "1. {};\n2. {};\n3. {}; or\n4. {}.\n"),
    "semicolon 和": ("list.txt", "1、{}；\n2、{}；\n3、{}；和\n4、{}。\n"),
    "semis in one line": ("list.txt", "{}; {}; {}; {}"),
    "semis with lead": ("list.txt", "The organizations are: {}; {}; {}; and {}."),
    "semis lead no colon, wrapped": ("list.txt", "The organizations are: {};\n{}; {};\nand {}."),
    "fullwidth semis": ("list.txt", "{}；{}；{}；{}。"),
    "inline numbers paren": ("list.txt", "They are (1) {}, (2) {}, (3) {}, and (4) {}."),
    "inline numbers semis": ("list.txt", "They are: (i) {}; (ii) {}; (iii) {}; and (iv) {}."),
    "inline 1) ": ("list.txt", "1) {} 2) {} 3) {} 4) {}"),
    "inline 1. ": ("list.txt", "1. {} 2. {} 3. {} 4. {}"),
    "inline 1、": ("list.txt", "包括1、{}；2、{}；3、{}；4、{}。"),
    "inline a b c": ("list.txt", "(a) {}; (b) {}; (c) {}; (d) {}"),
    "pipe one line": ("list.txt", "{} | {} | {} | {}"),
    "middot inline": ("list.txt", "{} · {} · {} · {}"),
    "bullet inline": ("list.txt", "• {} • {} • {} • {}"),
    "crlf": ("list.txt", "1. {}\r\n2. {}\r\n3. {}\r\n4. {}\r\n"),
    "cr only": ("list.txt", "1. {}\r2. {}\r3. {}\r4. {}\r"),
    "bom": ("list.txt", "\ufeff1. {}\n2. {}\n3. {}\n4. {}\n"),
    "nbsp": ("list.txt", "1.\xa0{}\n2.\xa0{}\n3.\xa0{}\n4.\xa0{}\n"),
    "ideographic space": ("list.txt", "1.\u3000{}\n\u30002.\u3000{}\n3.\u3000{}\n4.\u3000{}\n"),
    "zwsp": ("list.txt", "\u200b1. {}\n\u200b2. {}\n\u200b3. {}\u200b\n\u200e4. {}\n"),
    "indent tabs": ("list.txt", "\t1.\t{}\n\t2.\t{}\n\t3.\t{}\n\t4.\t{}\n"),
    "trailing spaces": ("list.txt", "1. {}   \n2. {}  \n3. {} \n4. {}\t\n"),
    "quotes": ("list.txt", "1. “{}”\n2. \"{}\"\n3. '{}'\n4. «{}»\n"),
    "chinese quotes": ("list.txt", "1、「{}」；\n2、《{}》；\n3、『{}』；\n4、“{}”。\n"),
    "quote comma": ("list.txt", "“{},”\n“{},”\n“{}”\n“{}.”\n"),
    "footnote star": ("list.txt", "1. {}*\n2. {}†\n3. {}**\n4. {}‡\n"),
    "footnote num": ("list.txt", "1. {}[1]\n2. {} [2]\n3. {}[a]\n4. {}[^4]\n"),
    "footnote sup": ("list.txt", "1. {}¹\n2. {}²\n3. {}³\n4. {}¹²\n"),
    "footnote sup end semicolon": ("list.txt", "1. {};¹\n2. {};²\n3. {}*;\n4. {}.³\n"),
    "note parens": (
        "list.txt",
        ("1. {} (since 1990)\n2. {} (see below);\n3. {} (funding only); and\n4. {} (observer).\n"),
    ),
    "note fullwidth": (
        "list.txt",
        "1、{}（註：略）；\n2、{}（註：略）；\n3、{}（註：略）；\n4、{}（註：略）。\n",
    ),
    "note square": ("list.txt", "1. {} [note]\n2. {} [note]\n3. {} [note]\n4. {} [note]\n"),
    "page numbers dots": (
        "list.txt",
        "1. {} ........ 3\n2. {} ........ 4\n3. {} ........ 5\n4. {} ........ 6\n",
    ),
    "page break": ("list.txt", "1. {}\n2. {}\n\x0cPage 2 of 3\n3. {}\n4. {}\n"),
    "page number line": ("list.txt", "1. {}\n2. {}\n\n- 2 -\n\n3. {}\n4. {}\n"),
    "title and byline": (
        "list.txt",
        (
            "THE LIST\nBy Jane Doe, 7 January 2026\n\n1. {}\n2. {}\n3. {}\n4. {}"
            "\n\nSource: The Example\n"
        ),
    ),
    "rule between": ("list.txt", "1. {}\n2. {}\n-----\n3. {}\n4. {}\n=====\n"),
    "ellipsis": ("list.txt", "1. {}\n2. {}\n3. {}\n...\n4. {}\n"),
    "prose after": (
        "list.txt",
        (
            "1. {}\n2. {}\n3. {}\n4. {}"
            "\n\nThe minister said on Monday that the list was final. It will not be changed.\n"
        ),
    ),
    "prose before": (
        "list.txt",
        (
            ""
            "On 7 January the government published its list of organizations that it leaves.\n\n- "
            "{}\n- {}\n- {}\n- {}\n"
        ),
    ),
    "md ol": ("l.md", "# List\n\n1. {}\n1. {}\n1. {}\n1. {}\n"),
    "md bold numbers": ("l.md", "**1.** {}\n\n**2.** {}\n\n**3.** {}\n\n**4.** {}\n"),
    "md task": ("l.md", "- [ ] {}\n- [x] {}\n- [ ] {}\n- [ ] {}\n"),
    "md table": (
        "l.md",
        (
            "| No. | Organization | Note |\n|:--|:-:|--:|\n| 1 | {} | x |\n| 2 | {}"
            " | |\n| 3 | {} | |\n| 4 | {} | |\n"
        ),
    ),
    "md table no pipes": (
        "l.md",
        "No. | Organization\n--- | ---\n1 | {}\n2 | {}\n3 | {}\n4 | {}\n",
    ),
    "md table one col": ("l.md", "| Organization |\n|---|\n| {} |\n| {} |\n| {} |\n| {} |\n"),
    "md setext": ("l.md", "The list\n========\n\nPart\n----\n\n- {}\n- {}\n- {}\n- {}\n"),
    "md footnotes": (
        "l.md",
        "1. {}[^1]\n2. {}[^2]\n3. {}\n4. {}\n\n[^1]: Some note here.\n[^2]: Another one.\n",
    ),
    "md html br": ("l.md", "{}<br>{}<br/>{}<br />{}\n"),
    "md html list": ("l.md", "<ol>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n</ol>\n"),
    "md html list one line": ("l.md", "<ul><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ul>\n"),
    "md backslash break": ("l.md", "{}\\\n{}\\\n{}\\\n{}\n"),
    "md code": ("l.md", "```\n1. {}\n2. {}\n3. {}\n4. {}\n```\n"),
    "md quote list": ("l.md", "> 1. {}\n> 2. {}\n> 3. {}\n> 4. {}\n"),
    "md escaped number": ("l.md", "1\\. {}\n2\\. {}\n3\\. {}\n4\\. {}\n"),
    "html ol": ("l.html", "<ol><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ol>"),
    "html ol start": ("l.html", "<ol start=5><li>{}<li>{}<li>{}<li>{}</ol>"),
    "html ol roman": ("l.html", "<ol type='i'><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ol>"),
    "html ul nested": ("l.html", "<ul><li>{}<ul><li>{}</li><li>{}</li></ul></li><li>{}</li></ul>"),
    "html group nested": (
        "l.html",
        (
            "<ul><li>Non-UN organizations<ul><li>{}</li><li>{}</li></ul></li><li>"
            "UN organizations<ul><li>{}</li><li>{}</li></ul></li></ul>"
        ),
    ),
    "html li p": (
        "l.html",
        ("<ol><li><p>{}</p></li><li><p>{}</p></li><li><p>{};</p></li><li><p>{}.</p></li></ol>"),
    ),
    "html li br": ("l.html", "<ol><li>{}<br></li><li>{}<br/></li><li>{}</li><li>{}</li></ol>"),
    "html p each": ("l.html", "<p>{}</p><p>{}</p><p>{}</p><p>{}</p>"),
    "html p numbers": ("l.html", "<p>1. {}</p><p>2. {}</p><p>3. {}</p><p>4. {}</p>"),
    "html br": ("l.html", "<p>{}<br>{}<br>{}<br>{}</p>"),
    "html br in div with bullets": (
        "l.html",
        "<div>&bull; {}<br/>&bull; {}<br/>&bull; {}<br/>&bull; {}</div>",
    ),
    "html nbsp": (
        "l.html",
        "<p>1.&nbsp;{}</p><p>2.&nbsp;&nbsp;{}</p><p>3.&#160;{}</p><p>4.&emsp;{}</p>",
    ),
    "html table": (
        "l.html",
        (
            "<table><thead><tr><th>No</th><th>Body</th></tr></thead><tbody><tr><td>1</td>"
            "<td>{}</td></tr><tr><td>2</td><td>{}</td></tr><tr><td>3</td><td>{}</td></tr>"
            "<tr><td>4</td><td>{}</td></tr></tbody></table>"
        ),
    ),
    "html table caption": (
        "l.html",
        (
            "<table><caption>The list</caption><tr><td>{}</td></tr><tr><td>{}</td></tr><tr>"
            "<td>{}</td></tr><tr><td>{}</td></tr></table>"
        ),
    ),
    "html table layout ol": (
        "l.html",
        (
            "<table><tr><td><ol><li>{}</li><li>{}</li></ol></td><td><ol start=3><li>{}</li>"
            "<li>{}</li></ol></td></tr></table>"
        ),
    ),
    "html heads": (
        "l.html",
        (
            "<h1>List</h1><h2>Non-UN</h2><ul><li>{}</li><li>{}</li></ul><h2>UN</h2><ul><li>"
            "{}</li><li>{}</li></ul>"
        ),
    ),
    "html strong a": (
        "l.html",
        (
            "<ul><li><strong>{}</strong></li><li><a href=x>{}</a></li><li><em>{}</em>;</li>"
            "<li><span>{}</span>.</li></ul>"
        ),
    ),
    "html sup": (
        "l.html",
        (
            "<ol><li>{}<sup>1</sup></li><li>{}<sup>[2]</sup></li><li>{}<sup>a</sup></li>"
            "<li>{}<sup>*</sup></li></ol>"
        ),
    ),
    "html divs": (
        "l.html",
        (
            "<div class=item>{}</div><div class=item>{}</div><div class=item>{}</div>"
            "<div class=item>{}</div>"
        ),
    ),
    "html wrapped words": (
        "l.html",
        "<ul>\n<li>\n   {}\n</li>\n<li>{}\n</li><li>\n{}</li>\n<li>{}</li></ul>",
    ),
    "html nav footer": (
        "l.html",
        (
            "<body><nav><a>Home</a><a>News</a></nav><main><ol><li>{}</li><li>{}</li><li>{}"
            "</li><li>{}</li></ol></main><footer>Imprint</footer></body>"
        ),
    ),
    "html pre": ("l.html", "<pre>1. {}\n2. {}\n3. {}\n4. {}\n</pre>"),
    "html comments": (
        "l.html",
        "<ul><!-- <li>UN Energy</li> --><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ul>",
    ),
    "html uppercase tags": ("l.htm", "<HTML><BODY><OL><LI>{}<LI>{}<LI>{}<LI>{}</OL></BODY></HTML>"),
    "csv header org": ("l.csv", "Organization\n{q}\n{q}\n{q}\n{q}\n"),
    "csv no header": ("l.csv", "{q}\n{q}\n{q}\n{q}\n"),
    "csv num name": ("l.csv", "1,{q}\n2,{q}\n3,{q}\n4,{q}\n"),
    "csv many": (
        "l.csv",
        (
            "id,Section,Full name of the body,Date,Remarks\n1,UN,{q},2026-01-07,none\n2,UN,"
            "{q},2026-01-07,\n3,,{q},2026-01-07,none\n4,,{q},,\n"
        ),
    ),
    "csv semicolon": ("l.csv", "Nr;Name\n1;{q}\n2;{q}\n3;{q}\n4;{q}\n"),
    "tsv": ("l.tsv", "Nr\tName\n1\t{q}\n2\t{q}\n3\t{q}\n4\t{q}\n"),
    "csv title row": (
        "l.csv",
        "List of organizations,,\n,,\nNo.,Name,Type\n1,{q},x\n2,{q},x\n3,{q},y\n4,{q},y\n",
    ),
    "csv chinese header": ("l.csv", "序号,名称\n1,{q}\n2,{q}\n3,{q}\n4,{q}\n"),
    "csv bom crlf": ("l.csv", "\ufeffNo,Name\r\n1,{q}\r\n2,{q}\r\n3,{q}\r\n4,{q}\r\n"),
    "csv section rows": (
        "l.csv",
        "No,Name\n,Non-UN organizations\n1,{q}\n2,{q}\n,UN organizations\n3,{q}\n4,{q}\n",
    ),
    "csv all quoted": ("l.csv", '"No","Name"\n"1",{Q}\n"2",{Q}\n"3",{Q}\n"4",{Q}\n'),
    "csv sep=": ("l.csv", "sep=;\nNr;Name\n1;{q}\n2;{q}\n3;{q}\n4;{q}\n"),
}
# Recognized only if the names are known, or all of one kind.
WITH_SOME = {
    "第n項": ("list.txt", "第一，{}\n第二，{}\n第三，{}\n第四，{}\n", ("chinese",)),
    "no space after number": (
        "list.txt",
        "1.{}\n2.{}\n3.{}\n4.{}\n",
        ("mixed", "strange", "chinese"),
    ),
    "number space": ("list.txt", "1 {}\n2 {}\n3 {}\n4 {}\n", ("mixed", "strange", "chinese")),
    "heading lines, one a line": (
        "list.txt",
        "Non-UN organizations:\n{}\n{}\n\nUN organizations:\n{}\n{}\n",
        ("hard", "mixed", "chinese", "strange"),
    ),
    "inline chinese 、": ("list.txt", "包括{}、{}、{}、{}。", ("chinese",)),
    "inline chinese 和": ("list.txt", "美国宣布退出{}、{}、{}和{}。", ("chinese",)),
    "slash": ("list.txt", "{} / {} / {} / {}", ("mixed",)),
    "sentence commas": ("list.txt", "The United States leaves {}, {}, {} and {}.", ("hard",)),
    "sentence mixed": ("list.txt", "The United States leaves {}, {}, {}, and the {}.", ("known",)),
    "md links": (
        "l.md",
        (
            "* [{}](https://a.example/x_(y))\n* [{}][1]\n* <https://a.example>\n* [{}"
            '](b)\n* [{}](c "t")\n\n[1]: https://a.example\n'
        ),
        ("hard", "mixed", "strange"),
    ),
    "html table two cols names": (
        "l.html",
        "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>",
        ("hard",),
    ),
    "html dl": (
        "l.html",
        (
            "<dl><dt>{}</dt><dd>A note on it.</dd><dt>{}</dt><dd>A note on it.</dd><dt>{}"
            "</dt><dd>Some.</dd><dt>{}</dt><dd>More.</dd></dl>"
        ),
        ("hard", "chinese"),
    ),
    "csv numbers in cell": (
        "l.csv",
        "Name\n1. {q0}\n2. {q0}\n3. {q0}\n4. {q0}\n",
        ("mixed", "strange", "chinese"),
    ),
}
