"""The static edition: the whole site as files that any host of files serves.

seeds        what is asked for first: the map of the site, and what follows from the package
capture      the answers of the site, asked in this process, and what they link to
places       the file that an address becomes, and the link to it
sql          addresses of Datasette that need a server, as addresses of the SQL page
links        links inside the edition, relative
serverless   what a page of Datasette does only with a server, taken out
crawl        every answer, from what is asked for first to what nothing new is found behind
adaptations  answers for programs, without what is asked behind the ?
render       a page that the edition alone has
indexes      such pages for what the server answers by a form: any two revisions, any day
tab          pages that work in the reader's own browser
hosting      what hosts of files read: the page of what is not found, headers, redirects
contents     edition.json
swap         the folder: written next to the one before, then in its place
write        all of it
"""
