"""What nobody would type: thousands of odd requests and files, and never a failure of the portal's own."""
